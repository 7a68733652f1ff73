/** Cookies for how somebody likes the pages. */

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Keeps how this person likes the pages in the cookie of that name, where the server reads it; "" forgets it. */
export function remember(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${value ? YEAR_SECONDS : 0}; samesite=lax${secure}`;
}
