// VS Code as a person uses it: keys, and what is then seen.

import type { Locator, Page } from "playwright-core";

export class Editor {
  /** What is underlined as wrong. */
  readonly squiggles: Locator;
  readonly suggestions: Locator;
  readonly hover: Locator;
  readonly lenses: Locator;
  /** The lines of the tree of scripts. */
  readonly tree: Locator;
  /** The files in the list of a peek. */
  readonly peeked: Locator;
  readonly notifications: Locator;
  /** The list of terminals, which is there where there are two. */
  readonly terminals: Locator;
  private readonly picker: Locator;

  constructor(readonly page: Page) {
    this.squiggles = page.locator(".squiggly-error, .squiggly-warning");
    this.suggestions = page.locator(".suggest-widget.visible .monaco-list-row");
    this.hover = page.locator(".monaco-hover:not(.hidden) .monaco-hover-content");
    this.lenses = page.locator(".codelens-decoration a");
    this.tree = page.locator('[role="tree"][aria-label="Scripts"] [role="treeitem"]');
    this.peeked = page.locator(".zone-widget .reference-file");
    this.notifications = page.locator(".notification-toast");
    this.terminals = page.locator(".terminal-tabs-entry");
    this.picker = page.locator(".quick-input-widget input.input");
  }

  /** Open a file of the project's own folder. */
  async open(name: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    await this.pick(name, name);
    await this.tab(name).waitFor();
  }

  /** The tab of the file that is shown. */
  tab(name: string): Locator {
    return this.page.locator(".tab.active").filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Go to a line and column, both from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press("Control+G");
    await this.pick(`:${line}:${column}`, /go to line/i);
    await this.cursorAt(line, column).waitFor();
  }

  /** What the status bar shows while the cursor is there. */
  cursorAt(line: number, column: number): Locator {
    return this.page.getByRole("button", { name: `Ln ${line}, Col ${column}`, exact: true });
  }

  /** A line of the editor, by what is written in it; hints and lenses are no part of it. */
  line(text: string): Locator {
    return this.page.locator(".view-line").filter({ hasText: text.replaceAll(" ", "\u00a0") });
  }

  /** The status item while it says this. */
  status(words: string): Locator {
    return this.page.getByRole("button", { name: `KohakuEngine: ${words}`, exact: true });
  }

  /** Carry out a command by its title. */
  async run(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.pick(`>${title}`, title);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 20 });
  }

  /** Give a new name to what the cursor is at; the name is typed, and not taken yet. */
  async beginRename(name: string): Promise<void> {
    await this.press("F2");
    await this.page.locator(".rename-box input:focus").fill(name);
  }

  /** Type into the picker that is open, and take its first row when that says what is meant. */
  private async pick(text: string, label: string | RegExp): Promise<void> {
    await this.picker.fill(text);
    const first = this.page.locator('.quick-input-widget .monaco-list-row[data-index="0"]');
    await first.filter({ hasText: label }).waitFor();
    await this.press("Enter");
  }
}
