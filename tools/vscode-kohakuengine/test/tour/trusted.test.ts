// The extension as a person meets it, from the first squiggle to a run. Each step goes on where the one before it ended.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { linesOf, onDisk, remove, settled, until, write } from "./disk";
import { serverProcess } from "./serverProcess";
import { Session, step } from "./session";

let session: Session;

before(async () => {
  session = await Session.begin();
});

after(() => session.end());

function walk(claim: string, body: Parameters<typeof step>[2]): void {
  step(() => session, claim, body);
}

const script = onDisk("train.py") ?? "";
const sweep = onDisk("configs/train_sweep.py") ?? "";

walk("what a run would refuse is underlined, and the server says why", async (editor) => {
  await editor.open("train_config.py");
  await editor.status("3 Python files").waitFor();
  await editor.squiggles.nth(1).waitFor();
  assert.equal(await editor.squiggles.count(), 2);

  await editor.goTo(4);
  await editor.run("Show or Focus Hover");

  await editor.hover.getByText("no parameter 'batchsize'").waitFor();
  await session.picture("diagnostics");
});

walk("the default stands beside a value that a config sets", async (editor) => {
  await editor.line("learning_rate = 3e-4default 1e-3").waitFor();
});

walk("a quick fix leads to the nearest name", async (editor) => {
  await editor.press("Escape", "Control+.");
  await editor.page.getByText("Change to 'batch_size'").waitFor();
  await editor.press("Enter");
  await editor.line("batch_size = 4").waitFor();
  await editor.press("Control+S");

  const expected = {
    "train_config.py": '# The small one.\nlearning_rate = 3e-4\nsteps = "few"\nbatch_size = 4\n',
  };
  assert.deepEqual(await settled(expected), expected);
});

walk("completion offers the names of the script and the values of one", async (editor) => {
  await editor.goTo(5);
  await editor.type("s");
  await editor.suggestions.filter({ hasText: "schedule" }).waitFor();
  await session.picture("completion");
  await editor.press("Enter");
  await editor.line("schedule = ").waitFor();
  await editor.press("Control+Space");
  await editor.suggestions.filter({ hasText: "linear" }).click();
  await editor.line('schedule = "linear"').waitFor();
  await editor.press("Control+S");

  const expected = {
    "train_config.py":
      '# The small one.\nlearning_rate = 3e-4\nsteps = "few"\nbatch_size = 4\nschedule = "linear"',
  };
  assert.deepEqual(await settled(expected), expected);
});

walk("hover shows what the script says of a name", async (editor) => {
  await editor.goTo(2);
  await editor.run("Show or Focus Hover");

  await editor.hover.getByText("peak learning rate").waitFor();
  await session.picture("hover");
  await editor.press("Escape");
});

walk("a rename goes through the script and both of its configs", async (editor) => {
  await editor.goTo(2);
  await editor.beginRename("peak_rate");
  await session.picture("rename");
  await editor.press("Enter");
  await editor.line("peak_rate = 3e-4").waitFor();
  await editor.run("File: Save All Files");

  const expected = {
    "train.py": script.replaceAll("learning_rate", "peak_rate"),
    "train_config.py":
      '# The small one.\npeak_rate = 3e-4\nsteps = "few"\nbatch_size = 4\nschedule = "linear"',
    "configs/train_sweep.py": sweep.replaceAll("learning_rate", "peak_rate"),
  };
  assert.deepEqual(await settled(expected), expected);
});

walk("a code lens counts the configs of a script, and shows them", async (editor) => {
  await editor.open("train.py");
  await editor.goTo(26);
  await editor.lenses.getByText("2 configs").click();

  await editor.peeked.nth(1).waitFor();
  await session.picture("configs");
  assert.deepEqual((await editor.peeked.allTextContents()).sort(), [
    "train_config.py1",
    "train_sweep.pyconfigs1",
  ]);
  await editor.press("Escape");
});

walk("the tree shows scripts, configs and parameters; a click goes to the line", async (editor) => {
  await editor.run("Notifications: Clear All Notifications");
  await editor.page.getByRole("tab", { name: "KohakuEngine" }).click();
  await editor.tree.filter({ hasText: "train.py" }).click();
  await editor.press("ArrowRight");
  await editor.tree.filter({ hasText: "train_sweep.py" }).locator(".monaco-tl-twistie").click();
  await editor.tree.filter({ hasText: "peak_rate= rate" }).waitFor();
  await editor.tree.filter({ hasText: "warmup" }).click();

  await editor.tab("train.py").waitFor();
  await editor
    .cursorAt(15, 1)
    .or(editor.page.getByRole("button", { name: "Ln 15, Col 7 (6 selected)" }))
    .waitFor();
  await session.picture("tree");
});

walk("a code lens runs the script", async (editor) => {
  await editor.open("train.py");
  await editor.goTo(26);
  await editor.lenses.getByText("Run", { exact: true }).click();

  const expected = { "trained.txt": "shakespeare 12 0.001 cosine 1000 100 cpu\n" };
  assert.deepEqual(await settled(expected), expected);
});

walk("a config of the tree runs its script, while another run goes on", async (editor) => {
  write("pause", "");
  await editor.lenses.getByText("Run", { exact: true }).click();
  const row = editor.tree.filter({ hasText: "train_sweep.py" });
  await row.hover();
  await row.getByRole("button", { name: "Run Script with Config..." }).click();
  await editor.terminals.nth(1).waitFor();
  await session.picture("runs");
  remove("pause");

  const expected = [
    "shakespeare 12 0.0001 cosine 20 2 cuda",
    "shakespeare 12 0.001 cosine 1000 100 cpu",
    "shakespeare 12 0.001 cosine 1000 100 cpu",
    "shakespeare 12 0.001 cosine 20 2 cuda",
  ];
  await until(() => linesOf("trained.txt").length >= expected.length);
  assert.deepEqual(linesOf("trained.txt").sort(), expected);
});

walk("a config is created from a script", async (editor) => {
  await editor.open("train.py");
  await editor.run("KohakuEngine: Create Config from Script");
  await editor.tab("train_config_2.py").waitFor();
  await editor.press("Control+S");

  const expected = {
    "train_config_2.py":
      "# kogine: script = train.py\n\n" +
      '# data\ndataset = "shakespeare"  # a name, or a folder\nbatch_size = 12\n\n' +
      '# optimizer\npeak_rate = 1e-3  # peak learning rate\nschedule = "cosine"\nsteps = 1000\n',
  };
  assert.deepEqual(await settled(expected), expected);
});

walk("the server is restarted by a command, and by itself when it dies", async (editor) => {
  const first = await serverProcess();
  await editor.run("KohakuEngine: Restart Language Server");
  const second = await serverProcess(first);
  await editor.status("4 Python files").waitFor();
  process.kill(second, "SIGKILL");

  await serverProcess(second);
  await editor.status("4 Python files").waitFor();
});
