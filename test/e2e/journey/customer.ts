import { type Browser, chromium, expect, type Page } from '@playwright/test';

/** A customer of the shop on its web chat page, in real Chromium. */
export class ChatCustomer {
  readonly #browser: Browser;
  readonly page: Page;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async arrive(chatAddress: string): Promise<ChatCustomer> {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: true });
    const context = await browser.newContext({ viewport: { width: 420, height: 680 }, ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(chatAddress);
    return new ChatCustomer(browser, page);
  }

  async writes(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Message' }).fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
  }

  async reads(text: string): Promise<void> {
    await expect(this.page.getByRole('log').getByText(text)).toBeVisible({ timeout: 30_000 });
  }

  async leaves(): Promise<void> {
    await this.#browser.close();
  }
}
