/**
 * Ends the sign-in at `server`, and forgets the user here, also where the server could not be asked.
 * Only the server can clear the two cookies: no script sees them.
 */
export async function signOut(server, app) {
  let ended = false;
  try {
    const response = await fetch(`${server}/intern/logout`, {
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
