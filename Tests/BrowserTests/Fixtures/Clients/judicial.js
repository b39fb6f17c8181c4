/** What a request of the signed-in user carries; once the token is dropped, no `Authorization`. */
export function headers(app) {
  return app.accessToken ? { Authorization: `Bearer ${app.accessToken}` } : {};
}

/**
 * Ends the sign-in at `server`, and forgets the user here, also where the server could not be asked.
 * The answer is always 200: it does not tell whether the auth service has heard of it.
 */
export async function signOut(server, app) {
  let ended = false;
  try {
    const response = await fetch(`${server}/api/auth/logout`, {
      method: 'POST',
      credentials: 'include',
      signal: AbortSignal.timeout(5000),
    });
    ended = response.ok;
  } finally {
    localStorage.clear();
    sessionStorage.clear();
    app.user = null;
    app.accessToken = null;
    location.replace(ended ? '/signin' : '/signin?unfinished');
  }
}
