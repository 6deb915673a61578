/* Keeps lists of marks on this phone until the city has them, and says plainly what is not sent yet.

   A list belongs to the account that made it: no other account sends it or is shown what it says. It holds numbers
   of enrolments and marks, never a name. Pages with names are put by for the day only, and go when another account
   comes; signing out has the browser forget everything (Clear-Site-Data). Nothing here without #keeping. */
(() => {
  "use strict";
  const box = document.getElementById("keeping");
  if (!box || !window.indexedDB) return;

  const { account, state, worker, scope, cookie } = box.dataset;
  const PAGES = "kurss-classroom-pages";
  const PARTS = "kurss-classroom-parts";
  const AGAIN = 30;

  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open("kurss-classroom", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("lists", { keyPath: "key" });
      asked.result.createObjectStore("notes");
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

  /* One question to a store; answered when it is on the disk, not only asked. */
  const ask = async (store, mode, question) => {
    const base = await opened;
    return new Promise((done, failed) => {
      const work = base.transaction(store, mode);
      const asked = question(work.objectStore(store));
      work.oncomplete = () => done(asked.result);
      work.onerror = work.onabort = () => failed(work.error);
    });
  };

  const lists = async () => {
    const all = await ask("lists", "readonly", (store) => store.getAll());
    return all.sort((one, other) => one.made_at.localeCompare(other.made_at));
  };
  const put = (list) => ask("lists", "readwrite", (store) => store.put(list));
  const remove = (key) => ask("lists", "readwrite", (store) => store.delete(key));
  const note = (name, value) => ask("notes", "readwrite", (store) => store.put(value, name));
  const noted = (name) => ask("notes", "readonly", (store) => store.get(name));

  /* Who has signed in as the city sees it: a page from this phone's own store cannot know. */
  const whoever = async () => {
    let answer;
    try {
      answer = await fetch(state, { cache: "no-store", redirect: "manual" });
    } catch {
      return { situation: "offline" };
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403)
      return { situation: "signed-out" };
    if (!answer.ok) return { situation: "offline" };
    const said = await answer.json();
    return said.account === account
      ? { situation: "here", csrf: said.csrf }
      : { situation: "signed-out" };
  };

  /* Sends one list: what became of it, in a word. */
  const deliver = async (list, csrf) => {
    let answer;
    try {
      answer = await fetch(list.send, {
        method: "POST",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
        body: JSON.stringify({
          key: list.key,
          made_at: list.made_at,
          marks: list.marks,
          reason: list.reason,
        }),
      });
    } catch {
      return { word: "offline" };
    }
    if (answer.ok) return { word: "sent", said: await answer.json() };
    if ([400, 404, 409].includes(answer.status)) {
      const said = await answer.json().catch(() => ({ sentence: `${answer.status}` }));
      return { word: "refused", said };
    }
    return { word: answer.status >= 500 ? "offline" : "signed-out" };
  };

  let busy = null;
  const heard = [];
  const send = () => (busy ||= attempt().finally(() => (busy = null)));

  const attempt = async () => {
    const found = await whoever();
    let { situation } = found;
    for (const list of await lists()) {
      if (situation !== "here") break;
      if (list.account !== account || list.sentence) continue;
      const { word, said } = await deliver(list, found.csrf);
      if (word === "sent") {
        await remove(list.key);
        await note("sent", { account, at: new Date().toISOString() });
        for (const tell of heard) tell(list, said);
      } else if (word === "refused") await put({ ...list, sentence: said.sentence });
      else situation = word;
    }
    await show(situation);
    return situation;
  };

  const clock = (moment) => {
    const at = new Date(moment);
    const mark = document.documentElement.lang === "lv" ? "." : ":";
    return `${String(at.getHours()).padStart(2, "0")}${mark}${String(at.getMinutes()).padStart(2, "0")}`;
  };

  const show = async (situation) => {
    const all = await lists();
    const mine = all.filter((list) => list.account === account);
    const waiting = mine.filter((list) => !list.sentence);
    const sent = await noted("sent");
    const last = sent && sent.account === account ? clock(sent.at) : "";
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${cookie}=${all.length}; path=/; samesite=strict; max-age=${all.length ? 1209600 : 0}${secure}`;
    const true_now = {
      offline: situation === "offline",
      "signed-out": situation === "signed-out" && waiting.length > 0,
      waiting: situation === "here" && waiting.length > 0,
      sent: situation === "here" && mine.length === 0 && last !== "",
      others: all.length > mine.length,
    };
    for (const line of box.querySelectorAll("[data-say]")) {
      line.hidden = !true_now[line.dataset.say];
      for (const place of line.querySelectorAll("[data-fill]"))
        place.textContent = { waiting: waiting.length, sent: last }[place.dataset.fill];
      for (const part of line.querySelectorAll("[data-part]"))
        part.hidden = !{ waiting: waiting.length, sent: last }[part.dataset.part];
    }
    for (const old of box.querySelectorAll(".refused")) old.remove();
    for (const list of mine.filter((one) => one.sentence)) refused(list);
  };

  const refused = (list) => {
    const line = box.querySelector('[data-line="refused"]').content.cloneNode(true);
    line.querySelector('[data-fill="title"]').textContent = list.title;
    line.querySelector('[data-fill="sentence"]').textContent = list.sentence;
    line.querySelector('[data-fill="page"]').href = list.page;
    line.querySelector('[data-do="drop"]').addEventListener("click", async () => {
      await remove(list.key);
      await send();
    });
    box.append(line);
  };

  /* Puts by what this page is made of, and the pages it names, for a day without a network. */
  const putBy = async () => {
    if (!window.caches || !navigator.serviceWorker) return;
    const here = location.pathname;
    const named = [...document.querySelectorAll("a[data-keep]")].map((link) => new URL(link.href).pathname);
    const pages = await caches.open(PAGES);
    if (here === scope) {
      const wanted = new Set([here, ...named, ...(await lists()).map((list) => list.page)]);
      for (const old of await pages.keys())
        if (!wanted.has(new URL(old.url).pathname)) await pages.delete(old);
    }
    const used = performance.getEntriesByType("resource").map((one) => new URL(one.name));
    for (const page of [here, ...named]) used.push(...(await keepPage(pages, page)));
    const parts = await caches.open(PARTS);
    const wanted = used
      .filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/"))
      .map((one) => one.href);
    for (const part of new Set(wanted)) if (!(await parts.match(part))) await parts.add(part).catch(() => {});
  };

  /* Puts one page by; what it is made of, so that this can be put by too. */
  const keepPage = async (pages, page) => {
    const answer = await fetch(page, { cache: "no-store", redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok) return [];
    const text = await answer.text();
    const headers = {
      "Content-Type": answer.headers.get("Content-Type"),
      "Content-Security-Policy": answer.headers.get("Content-Security-Policy") || "default-src 'self'",
      "kept-at": new Date().toISOString(),
    };
    await pages.put(page, new Response(text, { headers }));
    const made = new DOMParser().parseFromString(text, "text/html");
    return [...made.querySelectorAll("link[rel=stylesheet],link[rel=preload],script[src]")].map(
      (one) => new URL(one.getAttribute("href") || one.getAttribute("src"), location.href),
    );
  };

  const begin = async () => {
    if ((await noted("account")) !== account) {
      if (window.caches) await caches.delete(PAGES);
      await note("account", account);
    }
    if (navigator.serviceWorker) await navigator.serviceWorker.register(worker, { scope }).catch(() => {});
    if ((await send()) === "here") {
      await putBy();
      box.dataset.ready = "";
    }
  };

  window.kurssClassroom = {
    account,
    send,
    /* Resolves when the list is on this phone; an earlier unsent one of the same session gives way to it. */
    keep: async (list) => {
      await put({ ...list, account });
      for (const old of await lists())
        if (old.account === account && old.session === list.session && old.key !== list.key) await remove(old.key);
    },
    waiting: async (session) =>
      (await lists()).find((list) => list.account === account && list.session === session),
    whenSent: (tell) => heard.push(tell),
  };

  for (const button of box.querySelectorAll('[data-do="send"]')) button.addEventListener("click", send);
  window.addEventListener("online", send);
  window.addEventListener("offline", () => show("offline"));
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(async () => (await lists()).length && send(), AGAIN * 1000);
  if (location.pathname === scope) window.kurssClassroom.whenSent(() => setTimeout(() => location.reload(), 300));
  begin();
})();
