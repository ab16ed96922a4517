/**
 * The built page of the exposure map in a real browser: what a user sees, hears and does there, under the
 * content security policy that it has in VS Code.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, startBrowser } from '../../scripts/editor/browser.mjs';
import { eventually } from '../../scripts/editor/eventually.mjs';
import { mapOf, SAMPLE } from '../support/sample-map.ts';
import { HOSTILE } from '../webview/arbitrary-map.ts';
import { type Circumstances, type OpenedMap, openMap } from './map-in-browser.ts';
import { THEMES } from './themes.ts';

const browserPath = findBrowser();
const WEB = { '/web.sh': SAMPLE['/machines/web.sh'] ?? '' };

if (browserPath === undefined) {
  test('the page of the map', { skip: 'there is no Chromium or Chrome' }, () => {});
} else {
  describe('the page of the map', () => {
    let browser: Browser;
    before(async () => {
      browser = await startBrowser(browserPath);
    });
    after(() => browser.close());

    /** Opens a page for a test, which must leave it without a complaint. */
    function inPage(
      title: string,
      body: (map: OpenedMap) => Promise<void>,
      circumstances: Circumstances & { readonly theme?: keyof typeof THEMES } = {},
    ): void {
      it(title, async () => {
        const theme = THEMES[circumstances.theme ?? 'light'];
        const map = await openMap(browser, theme, circumstances);
        try {
          await body(map);
          assert.deepEqual(map.complaints, []);
        } finally {
          await map.close();
        }
      });
    }

    for (const theme of ['light', 'dark', 'highContrast'] as const) {
      const readable = async ({ page, show }: OpenedMap): Promise<void> => {
        await show(mapOf(SAMPLE));
        const faint = await page.evaluate<readonly string[]>(FAINT);
        assert.deepEqual(faint, []);
      };
      inPage(`can be read in the theme ${theme}`, readable, { theme });
    }

    inPage(
      'can be read in colours that a user forces on all pages',
      async ({ page, show }) => {
        await show(mapOf(SAMPLE));
        assert.deepEqual(await page.evaluate<readonly string[]>(FAINT), []);
      },
      { context: { forcedColors: 'active' } },
    );

    inPage('is heard as lists of who and of machines', async ({ page, show }) => {
      await show(mapOf(WEB));
      assert.equal(
        await page.locator('#map').ariaSnapshot(),
        `
- main:
  - group "Who can open QEMU’s monitors":
    - list "Who can open them":
      - listitem:
        - 'button "Anyone on the network: 1 monitor"'
      - listitem:
        - 'button "Only the user who runs QEMU: 1 monitor"'
    - list "Machines":
      - listitem:
        - link "Machine web, started by web.sh:1"
        - list:
          - listitem:
            - link "Chardev of the kind socket"
            - list:
              - listitem:
                - 'link "HMP monitor. Anyone on the network can open it: telnet 0.0.0.0:4444"'
          - listitem:
            - link "Chardev of the kind socket"
            - list:
              - listitem:
                - 'link "QMP monitor. Only the user who runs QEMU can open it: unix /run/web-qmp.sock"'
`.trim(),
      );
    });

    inPage('is gone through with Tab in the order in which it is read', async ({ page, show }) => {
      await show(mapOf(WEB));
      const order: (string | null)[] = [];
      await page.getByRole('button', { name: 'Show Other Devices' }).click();
      for (let count = 0; count < 10; count++) {
        await page.keyboard.press('Tab');
        order.push(await focusedName(page));
      }
      assert.deepEqual(order, [
        'Show as Text',
        'Anyone on the network: 1 monitor',
        'Only the user who runs QEMU: 1 monitor',
        'Machine web, started by web.sh:1',
        'Chardev of the kind socket',
        'HMP monitor. Anyone on the network can open it: telnet 0.0.0.0:4444',
        'Chardev of the kind socket',
        'QMP monitor. Only the user who runs QEMU can open it: unix /run/web-qmp.sock',
        'Chardev of the kind socket',
        'Guest serial port',
      ]);
    });

    inPage('is gone through with the arrow keys too, up to its ends', async ({ page, show }) => {
      await show(mapOf(SAMPLE));
      await page.locator('.audience').first().focus();
      await page.keyboard.press('ArrowUp');
      assert.match((await focusedName(page)) ?? '', /^Anyone on the network/);
      await page.keyboard.press('ArrowDown');
      assert.match((await focusedName(page)) ?? '', /^Any local user/);
      await page.keyboard.press('End');
      assert.equal(await focusedName(page), 'HMP monitor. Nobody can open it');
      // What has the focus is in sight, and nothing hides it.
      const box = await page.locator(':focus').boundingBox();
      assert.ok(box && box.y > 0 && box.y + box.height <= 700);
      await page.keyboard.press('Home');
      assert.match((await focusedName(page)) ?? '', /^Anyone on the network/);
      const bar = await page.locator('#bar').boundingBox();
      const first = await page.locator(':focus').boundingBox();
      assert.ok(bar && first && first.y >= bar.y + bar.height);
    });

    inPage('shows with a ring what has the focus', async ({ page, show }) => {
      await show(mapOf(WEB));
      const stroke = () => styleOf(page, '.monitor .frame', 'stroke');
      const before = await stroke();
      for (let count = 0; count < 7; count++) await page.keyboard.press('Tab');
      assert.notEqual(await stroke(), before);
      assert.equal(await stroke(), 'rgb(0, 95, 184)');
    });

    inPage('opens the place of what is clicked or chosen with Enter', async (map) => {
      const { page, show, said } = map;
      const model = mapOf(WEB);
      await show(model);
      await page.locator('.monitor').first().click();
      await page.keyboard.press('Enter');
      await page.locator('.head').click();
      const monitor = { kind: 'open', key: model.machines[0]?.boxes[0]?.rows[0]?.key };
      const machine = { kind: 'open', key: model.machines[0]?.key };
      assert.deepEqual(await said(), [{ kind: 'ready' }, monitor, monitor, machine]);
    });

    inPage('says why, when something is pointed at or has the focus', async ({ page, show }) => {
      await show(mapOf(WEB));
      const tooltip = page.locator('#tooltip');
      const sentences = [
        'HMP monitor. Anyone on the network can open it: telnet 0.0.0.0:4444',
        '0.0.0.0 means every network interface',
        'Without TLS, clients are not authenticated',
      ];
      await page.locator('.monitor').first().hover();
      await tooltip.waitFor();
      assert.deepEqual(await tooltip.locator('p').allTextContents(), sentences);
      // The mouse may go there, as to copy a sentence.
      await tooltip.hover();
      assert.ok(await tooltip.isVisible());
      await page.keyboard.press('Escape');
      await tooltip.waitFor({ state: 'hidden' });
      await page.mouse.move(1, 690);
      for (let count = 0; count < 7; count++) await page.keyboard.press('Tab');
      await tooltip.waitFor();
      assert.deepEqual(await tooltip.locator('p').allTextContents(), sentences);
    });

    inPage('makes the wires of what is pointed at stand out', async ({ page, show }) => {
      await show(mapOf(SAMPLE));
      await page.locator('.audience.network').hover();
      assert.equal(await page.locator('.branch.lit').count(), 2);
      await page.locator('.audience.host').hover();
      assert.equal(await page.locator('.branch.lit').count(), 1);
    });

    inPage('shows only what an audience reaches, and all again', async ({ page, show, kept }) => {
      await show(mapOf(SAMPLE));
      await page.locator('.audience.network').press(' ');
      assert.deepEqual(await page.locator('text.title').allTextContents(), [
        ...['Anyone on the network', 'Any local user'],
        ...['Anyone who can write to its directory', 'Only the user who runs QEMU', 'Nobody'],
        ...['second', 'web'],
      ]);
      assert.equal(
        await page.getByRole('status').textContent(),
        'Showing only: Anyone on the network',
      );
      const button = page.getByRole('button', { name: 'Anyone on the network', pressed: true });
      assert.ok(await button.and(page.locator(':focus')).isVisible());
      assert.equal(((await kept()) as { filter: string }).filter, 'network');
      await page.getByRole('button', { name: 'Show All' }).click();
      assert.equal(await page.locator('rect.machine').count(), 4);
      assert.equal(await page.getByRole('status').textContent(), '');
    });

    inPage(
      'shows monitors first, the most exposed on top, and the rest when asked',
      async (map) => {
        const { page, show, kept } = map;
        await show(mapOf(SAMPLE));
        const titles = () => page.locator('.head text.title').allTextContents();
        const shown = ['second', 'web', 'lab', 'build'];
        assert.deepEqual(await titles(), shown);
        assert.equal(await page.getByText('gdb stub').count(), 0);
        const button = page.getByRole('button', { name: 'Show Other Devices' });
        await button.click();
        assert.deepEqual(await titles(), [...shown, 'build.sh']);
        assert.equal(await page.getByText('gdb stub').count(), 1);
        assert.equal(((await kept()) as { others: boolean }).others, true);
        await button.click();
        assert.deepEqual(await titles(), shown);
      },
    );

    inPage('shows all where there is no monitor, without a button for it', async (map) => {
      await map.show(mapOf({ '/a.sh': 'kvm -monitor none -serial tcp::1,server\n' }));
      assert.equal(await map.page.getByText('Guest serial port').count(), 1);
      assert.equal(await map.page.getByRole('button', { name: 'Show Other Devices' }).count(), 0);
    });

    inPage('leaves those on the left where they are when one is chosen', async (map) => {
      const { page, show } = map;
      // Its edge is thicker when it is pressed.
      const place = async () => {
        const box = await page.locator('.audience.host').boundingBox();
        return box && [box.x + box.width / 2, box.y + box.height / 2].map(Math.round);
      };
      for (const width of [1200, 900, 700]) {
        await page.setViewportSize({ width, height: 700 });
        await show(mapOf(SAMPLE));
        const before = await place();
        await page.locator('.audience.host').click();
        await page.getByRole('button', { name: 'Show All' }).waitFor();
        assert.deepEqual(await place(), before);
        await page.locator('.audience.host').click();
        assert.deepEqual(await place(), before);
      }
    });

    inPage('shows all again when those are gone whose part was shown', async ({ page, show }) => {
      await show(mapOf(SAMPLE));
      await page.locator('.audience.host').click();
      assert.equal(await page.locator('rect.machine').count(), 1);
      await show(mapOf(WEB));
      assert.equal(await page.locator('rect.machine').count(), 1);
      assert.deepEqual(await page.locator('.head text.title').allTextContents(), ['web']);
    });

    inPage('can be read as text, with the same links', async ({ page, show, said }) => {
      const model = mapOf(WEB);
      await show(model);
      await page.getByRole('button', { name: 'Show as Text' }).click();
      const link = page.getByRole('link', { name: 'HMP monitor' });
      await link.press('Enter');
      const opened = { kind: 'open', key: model.machines[0]?.boxes[0]?.rows[0]?.key };
      assert.deepEqual((await said()).at(-1), opened);
      assert.ok(await page.getByText('Without TLS, clients are not authenticated').isVisible());
      assert.equal(await page.locator('svg').count(), 0);
    });

    inPage('follows an edit and leaves the focus and the place on the page', async (map) => {
      const { page, show } = map;
      const scripts = { ...SAMPLE, ...WEB };
      await show(mapOf(scripts));
      const name = /telnet 0\.0\.0\.0:4444/;
      const monitor = page.getByRole('link', { name }).first();
      await monitor.focus();
      await page.evaluate('document.activeElement.isTheSame = true');
      await page.evaluate('window.scrollTo(0, 400)');
      const web = SAMPLE['/machines/web.sh']?.replace('0.0.0.0:4444', '0.0.0.0:4445') ?? '';
      await show(mapOf({ ...scripts, '/machines/web.sh': web, '/a.sh': 'kvm -name first\n' }));
      assert.match((await focusedName(page)) ?? '', /telnet 0\.0\.0\.0:4445/);
      assert.equal(await page.evaluate('document.activeElement.isTheSame'), true);
      assert.equal(await page.evaluate('window.scrollY'), 400);
    });

    inPage(
      'comes back as it was left',
      async ({ page, show, kept }) => {
        await show(mapOf(SAMPLE));
        assert.equal(await page.evaluate('window.scrollY'), 30);
        assert.equal(
          await page
            .getByRole('button', { name: 'Only the user who runs QEMU' })
            .getAttribute('aria-pressed'),
          'true',
        );
        await page.evaluate('window.scrollTo(0, 20)');
        await until(page, 'window.kept.scroll.y === 20');
        assert.deepEqual(await kept(), {
          filter: 'user',
          outline: false,
          others: false,
          scroll: { x: 0, y: 20 },
        });
      },
      {
        state: { filter: 'user', outline: false, scroll: { x: 0, y: 30 } },
        context: { viewport: { width: 1000, height: 600 } },
      },
    );

    inPage(
      'makes do with a state that it does not understand',
      async ({ page, show }) => {
        await show(mapOf(WEB));
        assert.equal(await page.locator('rect.machine').count(), 1);
      },
      { state: { filter: 'everybody', outline: 'yes', scroll: 7 } },
    );

    inPage('says what to do where there is nothing to show', async ({ page, show }) => {
      await show(mapOf({}));
      assert.ok(await page.getByText('No machine to show').isVisible());
      assert.equal(await page.getByRole('button').count(), 0);
      // And draws again what comes then.
      await show(mapOf(WEB));
      assert.ok(await page.getByRole('button', { name: 'Show as Text' }).isVisible());
    });

    it('would run no script and load no picture even if markup came into it', async () => {
      const map = await openMap(browser, THEMES.light);
      try {
        await map.show(mapOf(WEB));
        await map.page.evaluate(`
          document.body.insertAdjacentHTML('beforeend', '<button onclick="document.title = 1">x</button>' +
            '<img src="http://map.test/page.js"><style>h1 { color: red }</style>');
          document.querySelector('[onclick]').click()`);
        await eventually(async () => assert.equal(map.complaints.length, 3));
        for (const complaint of map.complaints) assert.match(complaint, /Content Security Policy/);
        assert.notEqual(await map.page.title(), '1');
      } finally {
        await map.close();
      }
    });

    inPage('takes whatever stands in files as text', async ({ page, show }) => {
      const scripts = HOSTILE.map((name, index) => {
        const quoted = `'${name.replaceAll("'", "'\\''")}'`;
        const socket = `-chardev socket,id=x,path=${quoted},server=on -mon x`;
        return [`/${name.slice(0, 50)}/${index}.sh`, `kvm -name ${quoted} ${socket}\n`];
      });
      await show(mapOf(Object.fromEntries(scripts)));
      await page.locator('.monitor').first().hover();
      await page.locator('#tooltip').waitFor();
      await page.locator('#outline').click();
      assert.equal(await page.locator('img, script:not([nonce]), b').count(), 0);
      assert.equal(await page.title(), 'Who can open QEMU’s monitors');
      assert.ok(await page.getByText('<img src=x onerror="document.title=1">').first().isVisible());
    });

    inPage('keeps those in sight who can open them, however long the list is', async (map) => {
      const { page, show } = map;
      const scripts = Array.from({ length: 60 }, (_, index) => [
        `/vm${index}.sh`,
        `kvm -name vm${index} -monitor tcp:0.0.0.0:${index},server -qmp stdio\n`,
      ]);
      await show(mapOf(Object.fromEntries(scripts)));
      const top = async () => (await page.locator('.audience').first().boundingBox())?.y;
      const before = await top();
      await page.evaluate('window.scrollTo(0, 2000)');
      await eventually(async () => assert.equal(await top(), before));
      await page.evaluate('window.scrollTo(0, 1e6)');
      await page.locator('.monitor').last().focus();
      await eventually(async () => assert.ok(Number(await top()) > 0));
      // They take clicks where they are.
      await page.locator('.audience.user').click();
      assert.equal(
        await page.getByRole('status').textContent(),
        'Showing only: Only the user who runs QEMU',
      );
    });

    inPage('draws five hundred monitors, those in sight before the others', async (map) => {
      const { page, show } = map;
      const scripts = Array.from({ length: 250 }, (_, index) => [
        `/vm${index}.sh`,
        `kvm -name vm${index} -monitor tcp:0.0.0.0:${index},server -qmp unix:/run/${index},server\n`,
      ]);
      const model = JSON.stringify(mapOf(Object.fromEntries(scripts)));
      const drawn = await page.evaluate(`
        window.dispatchEvent(new MessageEvent('message', { data: { kind: 'show', model: ${model} } }));
        document.querySelectorAll('.monitor').length`);
      assert.ok(Number(drawn) > 4 && Number(drawn) < 50, `${drawn} at first`);
      await until(page, "document.querySelectorAll('.monitor').length === 500");
      await show(mapOf(WEB));
      assert.equal(await page.locator('.monitor').count(), 2);
    });

    inPage('has texts as wide as it takes them for, within their frames', async (map) => {
      const { page, show } = map;
      await show(mapOf(SAMPLE));
      const tooWide = await page.evaluate<readonly string[]>(`
        [...document.querySelectorAll('.link, .audience')].flatMap((link) => {
          const frame = link.querySelector('.frame').getBoundingClientRect();
          return [...link.querySelectorAll('text')]
            .filter((text) => text.getBoundingClientRect().right > frame.right)
            .map((text) => text.textContent);
        })`);
      assert.deepEqual(tooWide, []);
    });

    inPage(
      'grows with the size of the text of the editor',
      async ({ page, show }) => {
        await show(mapOf(WEB));
        const width = async () => Number(await page.locator('svg').getAttribute('width'));
        const small = await width();
        await page.evaluate(
          "document.documentElement.style.setProperty('--vscode-font-size', '26px')",
        );
        await until(page, `document.querySelector('svg').getAttribute('width') > ${small}`);
        const large = await width();
        assert.ok(large > 1.8 * small && large < 2.2 * small, `${large} and ${small}`);
      },
      { context: { viewport: { width: 2000, height: 700 } } },
    );

    inPage('makes do with a narrow page, and says then too who is meant', async (map) => {
      const { page, show } = map;
      await show(mapOf(WEB));
      await page.setViewportSize({ width: 440, height: 700 });
      await until(page, 'document.documentElement.scrollWidth <= 440');
      const who = page.getByRole('button', { name: 'Anyone on the network: 1 monitor' });
      assert.equal(await who.locator('text').textContent(), '1');
      await who.hover();
      await page.locator('#tooltip').getByText('Anyone on the network: 1').waitFor();
    });

    inPage(
      'moves nothing for those who do not want that',
      async ({ page, show }) => {
        await show(mapOf(WEB));
        assert.equal(await styleOf(page, '.branch .wire', 'transitionDuration'), '0s');
      },
      { context: { reducedMotion: 'reduce' } },
    );
  });
}

/** Waits for an expression of the page; what Playwright has for that evaluates text, which the policy forbids. */
function until(page: Page, expression: string): Promise<void> {
  return eventually(async () => assert.ok(await page.evaluate(expression), expression));
}

/** A style of the first element that matches. */
function styleOf(page: Page, selector: string, name: string): Promise<unknown> {
  return page.evaluate(
    `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${name}`,
  );
}

/** What a screen reader would call what has the focus. */
function focusedName(page: Page): Promise<string | null> {
  return page.evaluate(
    '(document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent)',
  );
}

/**
 * Whatever stands out too little from what is behind it: text by less than 4.5, and lines that mean something by
 * less than 3, as the Web Content Accessibility Guidelines count it.
 */
const FAINT = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const paint = (colour, over) => {
    canvas.fillStyle = over;
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((it) => {
      const part = it / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (colour, ground) => {
    const [a, b] = [luminance(paint(colour, ground)), luminance(paint(ground, 'white'))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const page = getComputedStyle(document.body).backgroundColor;
  const machine = getComputedStyle(document.querySelector('rect.machine')).fill;
  const complaints = [];
  const check = (element, colour, ground, least) => {
    const found = contrast(colour, ground);
    if (found < least) {
      complaints.push(element.outerHTML.slice(0, 120) + ' ' + found.toFixed(2));
    }
  };
  for (const text of document.querySelectorAll('svg text')) {
    const own = text.parentElement.querySelector(':scope > .frame');
    const isHead = text.parentElement.matches('.head');
    const ground = isHead ? machine : own ? getComputedStyle(own).fill : page;
    check(text, getComputedStyle(text).fill, ground, 4.5);
  }
  for (const line of document.querySelectorAll('.wire, .icon, .monitor > .frame, .audience > .frame')) {
    check(line, getComputedStyle(line).stroke, page, 3);
    check(line, getComputedStyle(line).stroke, machine, 3);
  }
  return complaints;
})()`;
