/**
 * Ends the sign-in at `server`, and forgets the user here, also where the server could not be asked.
 * A 500 has left the cookies as they were: the sign-in page may call again.
 */
export async function signOut(server, app) {
  let ended = false;
  try {
    const response = await fetch(`${server}/auth/logout`, {
      method: 'POST',
      credentials: 'include',
      signal: AbortSignal.timeout(5000),
    });
    ended = response.ok;
  } finally {
    localStorage.clear();
    sessionStorage.clear();
    app.user = null;
    location.replace(ended ? '/signin' : '/signin?unfinished');
  }
}
