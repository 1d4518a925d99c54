// Beside another language server for Python: pyright, in an extension of its own.

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

const files = ["train.py", "train_config.py", "configs/train_sweep.py"] as const;
const texts = Object.fromEntries(files.map((name) => [name, onDisk(name) ?? ""]));

/** The project once its `learning_rate` has another name. */
function renamed(name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([file, text]) => [file, text.replaceAll("learning_rate", name)]),
  );
}

walk("hover shows what both know", async (editor) => {
  await editor.open("train_config.py");
  await editor.status("3 Python files").waitFor();
  await editor.squiggles.nth(1).waitFor();
  await editor.goTo(2);
  await editor.run("Show or Focus Hover");

  await editor.hover.getByText("peak learning rate").waitFor();
  await editor.hover.getByText("(variable)").waitFor();
  await editor.press("Escape");
});

walk("names of the script come before those of Python", async (editor) => {
  await editor.goTo(5);
  await editor.type("s");
  await editor.suggestions.filter({ hasText: "staticmethod" }).waitFor();

  assert.match((await editor.suggestions.first().getAttribute("aria-label")) ?? "", /^schedule/);
  await session.picture("beside");
  await editor.press("Escape", "Backspace");
});

walk("a rename goes through script and configs", async (editor) => {
  await editor.goTo(2);
  await editor.beginRename("peak_rate");
  await editor.press("Enter");
  await editor.line("peak_rate = 3e-4").waitFor();
  await editor.run("File: Save All Files");

  assert.deepEqual(await settled(renamed("peak_rate")), renamed("peak_rate"));
});

walk("so it does when the other server has come later", async (editor) => {
  await editor.run("Neighbour: Restart");
  await editor.notifications.filter({ hasText: "The neighbour has restarted." }).waitFor();
  await editor.open("train.py");
  await editor.open("train_config.py");
  await editor.goTo(2);
  await editor.beginRename("rate_at_peak");
  await editor.press("Enter");
  await editor.line("rate_at_peak = 3e-4").waitFor();
  await editor.run("File: Save All Files");

  assert.deepEqual(await settled(renamed("rate_at_peak")), renamed("rate_at_peak"));
});

walk("what the script does not have is still renamed by the other one", async (editor) => {
  await editor.goTo(4);
  await editor.beginRename("own");
  await editor.press("Enter");
  await editor.line("own = 4").waitFor();
});
