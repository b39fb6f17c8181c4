/** What a request of the signed-in user carries; once the token is dropped, no `Authorization`. */
export function headers(app) {
  return app.accessToken ? { Authorization: `Bearer ${app.accessToken}` } : {};
}

/**
 * Clears the refresh cookie by `server`, and forgets the user here, also where the server could not be asked.
 * A server that revokes knows the sign-in by the access token alone: the cookie does not travel to this path.
 */
export async function signOut(server, app) {
  let ended = false;
  try {
    const response = await fetch(`${server}/auth/logout`, {
      method: 'POST',
      headers: headers(app),
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
