// Served by the page's own address: with it, no script stands inside the page.

const csrfToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

// Who is signed in tries the API as themselves; who pastes a token into "Authorize" tries it as the token's owner.
const withCsrfToken = (request) => {
  const ours = new URL(request.url, location.href).origin === location.origin;
  if (ours && !["GET", undefined].includes(request.method)) request.headers["X-CSRFToken"] = csrfToken();
  return request;
};

SwaggerUIBundle({
  url: "{{ schema_url|escapejs }}",
  dom_id: "#swagger-ui",
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  requestInterceptor: withCsrfToken,
});
