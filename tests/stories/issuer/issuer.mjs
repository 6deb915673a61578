// An issuer of identities on this machine, for the stories: the independent package oidc-provider with two people
// and two levels of assurance. Arguments: port, redirect address. Prints "ready" and ends with its standard input.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const address = `http://127.0.0.1:${port}`;

const people = {
  "person-1": { given_name: "Ilze", family_name: "Ozola", birthdate: "1985-05-05", email: "ilze@home.example" },
  "person-2": { given_name: "Juris", family_name: "Kalns", birthdate: "1979-02-03", email: "juris@home.example" },
};

const provider = new Provider(address, {
  clients: [{ client_id: "kurss", client_secret: "only for the stories", redirect_uris: [redirect], grant_types: ["authorization_code"], response_types: ["code"] }],
  acrValues: ["low", "high"],
  claims: { openid: ["sub", "acr"], profile: ["given_name", "family_name", "birthdate"], email: ["email", "email_verified"] },
  cookies: { keys: ["only for the stories"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, id) => people[id] && { accountId: id, claims: () => ({ sub: id, email_verified: true, ...people[id] }) },
});

const page = (uid) => `<!doctype html><html lang="en"><title>Issuer</title><h1>Who are you?</h1>
<form method="post" action="/interaction/${uid}">${Object.keys(people).flatMap((id) => ["low", "high"].map((acr) =>
  `<button name="who" value="${id} ${acr}">${people[id].given_name}, ${acr}</button>`)).join("")}</form>
<form method="post" action="/interaction/${uid}"><button name="who" value="nobody">Stop</button></form></html>`;

const form = async (request) => {
  let text = "";
  for await (const part of request) text += part;
  return new URLSearchParams(text);
};

const interact = async (request, response) => {
  const { uid, prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === "consent") {
    const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope("openid profile email");
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
  }
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    return response.end(page(uid));
  }
  const [accountId, acr] = (await form(request)).get("who").split(" ");
  const result = acr ? { login: { accountId, acr } } : { error: "access_denied" };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
};

const answer = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  return interact(request, response).catch((trouble) => {
    response.statusCode = 500;
    response.end(String(trouble));
  });
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));

process.stdin.on("end", () => process.exit(0)).resume();
