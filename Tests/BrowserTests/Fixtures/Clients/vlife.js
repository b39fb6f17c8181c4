/**
 * Ends the session at `server`, and forgets the user here, also where the server could not be asked.
 * The answer redirects to the sign-in page, and `fetch` follows: `response.url` is where that has led.
 */
export async function signOut(server, app) {
  let next = '/?unfinished';
  try {
    const response = await fetch(`${server}/auth/logout`, {
      credentials: 'include',
      signal: AbortSignal.timeout(5000),
    });
    if (response.redirected) next = response.url;
  } finally {
    localStorage.clear();
    sessionStorage.clear();
    app.user = null;
    location.replace(next);
  }
}
