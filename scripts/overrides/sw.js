// Pages that were visited open without a network. With one, everything comes
// from it, so that a page is never older than the site.
const KEPT = "book-1";

addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil(clients.claim()));
addEventListener("fetch", event => {
  const { request } = event;
  const ours = new URL(request.url).origin === location.origin;
  if (request.method === "GET" && ours && !request.headers.has("range")) {
    event.respondWith(answer(event));
  }
});

async function answer(event) {
  const cache = await caches.open(KEPT);
  try {
    const reply = await fetch(event.request);
    if (reply.status === 200) {
      event.waitUntil(cache.put(event.request, reply.clone()).catch(() => {}));
    }
    return reply;
  } catch (error) {
    const kept = await cache.match(event.request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}
