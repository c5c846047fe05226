// A real identity provider for the tests: node provider.mjs PORT REDIRECT_URI AFTER_SIGN_OUT. Whoever types a name is that person.
import { Provider } from "oidc-provider";

const [port, redirect, afterwards] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "wenming-test",
      client_secret: "a-secret-of-the-test-only",
      redirect_uris: [redirect],
      post_logout_redirect_uris: [afterwards],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  claims: { openid: ["sub"], profile: ["name", "preferred_username"] },
  conformIdTokenClaims: false,
  cookies: { keys: ["of the test only"] },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, name: `政务${sub}`, preferred_username: sub }) }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log(`ready ${issuer}`));
