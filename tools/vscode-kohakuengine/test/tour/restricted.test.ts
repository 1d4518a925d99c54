// A workspace that nobody trusts, and that names a Python of its own: a program that leaves a mark.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { onDisk, settled } from "./disk";
import { Session, step } from "./session";

let session: Session;

before(async () => {
  session = await Session.begin();
});

after(() => session.end());

function walk(claim: string, body: Parameters<typeof step>[2]): void {
  step(() => session, claim, body);
}

walk("files are read by the Python of the machine", async (editor) => {
  await editor.open("train_config.py");
  await editor.status("3 Python files").waitFor();
  await editor.squiggles.nth(1).waitFor();
});

walk("nothing runs", async (editor) => {
  await editor.lenses.getByText("Run train.py with this config").click();

  await editor.notifications.filter({ hasText: "scripts run in trusted workspaces only" }).waitFor();
  assert.equal(onDisk("trained.txt"), undefined);
  assert.equal(onDisk("mark.txt"), undefined);
});

walk("once it is trusted, its Python counts", async (editor) => {
  await editor.run("Workspaces: Manage Workspace Trust");
  await editor.page.getByRole("button", { name: "Trust", exact: true }).click();

  const expected = {
    "mark.txt": "-m kohakuengine_tooling.server --version\n-m kohakuengine_tooling.server\n",
  };
  assert.deepEqual(await settled(expected), expected);
});
