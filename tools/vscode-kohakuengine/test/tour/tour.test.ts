import { after, before, test } from "node:test";
import { Editor } from "./editor";
import { Session } from "./session";

let session: Session;
let editor: Editor;

before(async () => {
  session = await Session.begin();
  editor = new Editor(session.page);
});

after(() => session.end());

test("look", async () => {
  await session.page.waitForTimeout(15000);
  await session.picture("a");
  await editor.open("train_config.py");
  await session.page.waitForTimeout(8000);
  await session.picture("b");
});
