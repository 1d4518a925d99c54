// A Python without the tooling, which is installed while VS Code is open.

import { writeFileSync } from "node:fs";
import { after, before } from "node:test";
import { Session, step } from "./session";

const { TOUR_INSTALL_FILE = "", TOUR_INSTALL_TEXT = "", TOUR_PYTHON = "" } = process.env;

let session: Session;

before(async () => {
  session = await Session.begin();
});

after(() => session.end());

function walk(claim: string, body: Parameters<typeof step>[2]): void {
  step(() => session, claim, body);
}

walk("the message has the command that installs it", async (editor) => {
  await editor.open("train_config.py");
  await editor.status("the language server is not installed").waitFor();

  const message = editor.notifications.filter({
    hasText: `${TOUR_PYTHON} -m pip install kohakuengine-tooling`,
  });
  await message.getByRole("button", { name: "Install" }).waitFor();
  await message.getByRole("button", { name: "Choose Interpreter" }).click();
});

walk("its button leads to the setting", async (editor) => {
  await editor.page.locator(".setting-item-title", { hasText: "Interpreter" }).waitFor();
  await editor.press("Escape");
});

walk("a click on the status item offers to restart, and an installed server is found", async (editor) => {
  writeFileSync(TOUR_INSTALL_FILE, TOUR_INSTALL_TEXT);
  await editor.status("the language server is not installed").click();
  await editor.page.getByText("Restart Language Server").click();

  await editor.status("3 Python files").waitFor();
});
