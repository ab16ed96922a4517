/**
 * A web page can use a monitor on a loopback port: Chromium posts commands to a real QEMU, whose HMP and QMP skip the lines
 * of the HTTP request and run those of its body. The padding behind the commands matters: Chromium closes the connection
 * once it reads QEMU's greeting, and reads nothing before it has sent the whole body.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findBrowser } from '../../scripts/editor/browser.mjs';
import { isHere, nameWhatIsMissing, runAlone, temporaryFolder } from './needs.ts';

const MIGRATE = 'exec:cat >/dev/null; touch mark';

/** What the page posts, by the option of the monitor that gets it. */
const COMMANDS: Readonly<Record<string, string>> = {
  monitor: `migrate "${MIGRATE}"\n`,
  qmp: [{ execute: 'qmp_capabilities' }, { execute: 'migrate', arguments: { uri: MIGRATE } }]
    .map((command) => `${JSON.stringify(command)}\n`)
    .join(''),
};

const page = (body: string) => `<body><script>
const body = ${JSON.stringify(body)} + '\\n'.repeat(2e7);
const post = () => fetch('http://127.0.0.1:4444/', { method: 'POST', mode: 'no-cors', body }).then(post, post);
post();
</script></body>
`;

/**
 * Opens the page of `$2` from another address than the monitor's, in a network of their own, until QEMU has run the
 * program. A cold browser needs half a minute; a web server that does not listen yet would lose it for good.
 */
const DRIVER = `ip link set lo up
ip link add v0 type veth peer name v1
ip addr add 10.9.0.1/24 dev v0
ip link set v0 up
ip link set v1 up
qemu-system-x86_64 -machine none -display none -S -no-user-config -nodefaults \\
  "-$1" tcp:127.0.0.1:4444,server=on,wait=off &
python3 -m http.server 8000 --bind 10.9.0.1 >/dev/null 2>&1 &
until ss --no-header -ltn | grep -q :4444 && ss --no-header -ltn | grep -q :8000; do
  sleep 0.05
done
"$2" --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" \\
  http://10.9.0.1:8000/page.html >/dev/null 2>&1 &
until [ -e mark ]; do
  sleep 0.05
done
kill %1 %2 %3
wait
`;

const folder = temporaryFolder();
const browser = findBrowser();

if (browser === undefined) nameWhatIsMissing('There is no browser here');
else if (isHere('qemu-system-x86_64')) {
  describe('a page from another host', () => {
    for (const [option, body] of Object.entries(COMMANDS)) {
      it(`runs a program through -${option} on 127.0.0.1`, () => {
        const directory = mkdtempSync(join(folder, 'run-'));
        writeFileSync(join(directory, 'page.html'), page(body));
        const { stderr } = runAlone(directory, DRIVER, [option, browser]);
        assert.ok(existsSync(join(directory, 'mark')), stderr);
      });
    }
  });
}
