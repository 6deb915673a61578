/* The classroom without a network. Asks the network first; when it does not answer, gives what the pages' own
   script has put by. It reaches only this folder, keeps nothing itself but one page that knows nobody, and sends
   nothing: marks are kept and sent by the pages. */
"use strict";

const PAGES = "kurss-classroom-pages";
const PARTS = "kurss-classroom-parts";
const NO_NETWORK = new URL("no-network/", self.location).pathname;
/* Seconds until a network that does not answer counts as none, and hours for which a page may be shown. */
const PATIENCE = 4;
const HOURS = 14;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(PARTS).then((parts) => parts.add(NO_NETWORK)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const within = (seconds, promise) =>
  Promise.race([
    promise,
    new Promise((_, give_up) => setTimeout(() => give_up(new Error("no answer")), seconds * 1000)),
  ]);

const fresh = (kept) => Date.now() - Date.parse(kept.headers.get("kept-at")) < HOURS * 3600 * 1000;

const page = async (request) => {
  const pages = await caches.open(PAGES);
  let kept = await pages.match(request, { ignoreSearch: true });
  if (kept && !fresh(kept)) {
    await caches.delete(PAGES);
    kept = undefined;
  }
  try {
    return await (kept ? within(PATIENCE, fetch(request)) : fetch(request));
  } catch {
    return kept || (await caches.match(NO_NETWORK)) || Response.error();
  }
};

const part = async (request) => {
  const kept = await (await caches.open(PARTS)).match(request);
  try {
    return await (kept ? within(PATIENCE, fetch(request)) : fetch(request));
  } catch {
    return kept || Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (["style", "script", "font", "image"].includes(request.destination)) event.respondWith(part(request));
});
