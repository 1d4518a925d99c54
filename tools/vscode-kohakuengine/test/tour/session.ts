// A browser in front of VS Code, and the project that is open in it.

import assert from "node:assert/strict";
import * as path from "node:path";
import { test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { Editor } from "./editor";

const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];
const size = { width: 900, height: 500 };

/** What `python -m tests.vscode` has prepared. */
const { TOUR_ARTIFACTS = "", TOUR_BROWSER = "", TOUR_PROJECT = "", TOUR_URL = "" } = process.env;

export class Session {
  isLost = false;

  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    readonly editor: Editor,
  ) {}

  /** Open the project. */
  static async begin(): Promise<Session> {
    const browser = await chromium.launch({ executablePath: TOUR_BROWSER, args: quiet });
    const page = await browser.newPage({ viewport: size });
    page.setDefaultTimeout(20_000);
    await page.goto(`${TOUR_URL}/?folder=${encodeURIComponent(TOUR_PROJECT)}`);
    await page.getByRole("treeitem", { name: "train.py" }).waitFor({ timeout: 60_000 });
    return new Session(browser, page, new Editor(page));
  }

  async end(): Promise<void> {
    await this.browser.close();
  }

  /** Note that a step has failed, and keep what was seen then. */
  async lose(claim: string): Promise<void> {
    this.isLost = true;
    await this.picture(`failed: ${claim}`);
  }

  /** Keep a picture of the window. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(TOUR_ARTIFACTS, `${name}.png`), animations: "disabled" });
  }
}

/**
 * A test that goes on where the one before it ended; it leaves a picture where it fails, and none is tried after it.
 *
 * @param session Asked for when the test runs.
 */
export function step(session: () => Session, claim: string, body: (editor: Editor) => Promise<void>): void {
  test(claim, async () => {
    const { editor } = session();
    assert.ok(!session().isLost, "not tried: a step before it went wrong");
    try {
      await body(editor);
    } catch (error) {
      await session().lose(claim);
      throw error;
    }
  });
}
