// The Python is chosen in another extension.

import { after, before } from "node:test";
import { Session, step } from "./session";

const { TOUR_ENVIRONMENTS = "" } = process.env;
const [without = ""] = TOUR_ENVIRONMENTS.split("\n");

let session: Session;

before(async () => {
  session = await Session.begin();
});

after(() => session.end());

function walk(claim: string, body: Parameters<typeof step>[2]): void {
  step(() => session, claim, body);
}

walk("the environment that was chosen there comes before the setting", async (editor) => {
  await editor.open("train_config.py");
  await editor.status("the language server is not installed").waitFor();
  await editor.notifications
    .filter({ hasText: `${without} (named by the extension Python Environments)` })
    .waitFor();
});

walk("when another one is chosen, its server starts", async (editor) => {
  await editor.run("Environments: Choose the Other One");

  await editor.status("3 Python files").waitFor();
  await editor.squiggles.nth(1).waitFor();
});
