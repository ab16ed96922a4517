import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, check, checkSilent, inConfig, WITHOUT_REFUSALS } from '../support/check.ts';

const CONFIG = { languageId: 'qemu-config' };

describe('config-value-dropped', () => {
  it('marks the text that QEMU does not take', () => {
    inConfig.check(`[drive "d"]
  file = disk.img
         ^^^^^^^^ 💡 warning config-value-dropped: \`file\` lacks double quotes, so QEMU reads it as empty
[chardev "c"]
  backend = "socket"
  path = '/run/x.sock'
         ^^^^^^^^^^^^^ 💡 error config-value-dropped
`);
  });

  it('marks the key where there is no value at all', () => {
    inConfig.check(`[chardev "c"]
  backend = "null"
  logfile =
  ^^^^^^^ warning config-value-dropped
`);
  });

  it('is one finding with the exposure that it causes, and both ways out', () => {
    const config = `[chardev "m"]
  backend = "socket"
  host = 127.0.0.1
  port = "4444"
  server = "on"
[mon]
  chardev = "m"
`;
    inConfig.check(
      config.replace(
        '127.0.0.1\n',
        '127.0.0.1\n         ^^^^^^^^^ 💡 error monitor-on-network: `host` lacks double quotes, so QEMU ignores it and the monitor listens on every interface\n',
      ),
    );
    assert.equal(
      applyFix(config, 'quote-value', CONFIG),
      config.replace('127.0.0.1', '"127.0.0.1"'),
    );
    inConfig.checkFix(
      config,
      `[chardev "m"]
  backend = "socket"
  path = "machine-monitor.sock"
  server = "on"
[mon]
  chardev = "m"
`,
    );
  });

  it('stays when the rule about the exposure is switched off', () => {
    check(
      `[chardev "m"]
backend = "socket"
host = 127.0.0.1
       ^^^^^^^^^ 💡 error config-value-dropped: \`host\` lacks double quotes, so QEMU ignores it and the monitor listens on every interface
port = "1"
server = "on"
[mon]
chardev = "m"
`,
      { ...CONFIG, settings: { severities: new Map([['monitor-on-network', 'off']]) } },
    );
  });

  it('quotes what was meant, without single quotes', () => {
    inConfig.checkFix(
      '[chardev "c"]\n  backend = "file"\n  path = \'/tmp/x y\'\n',
      '[chardev "c"]\n  backend = "file"\n  path = "/tmp/x y"\n',
    );
  });

  it('keeps the comment, the margin and the line ending', () => {
    for (const ending of ['\n', '\r\n']) {
      const config = (host: string, server: string) =>
        ['[drive "d"]', `\tfile  =   ${host}   # why`, `serial = ${server} ; no`, ''].join(ending);
      inConfig.checkFix(config("'a b.img'", "'d'"), config('"a b.img"', '"d"'));
      inConfig.checkFix(config('a b.img', 'd'), config('"a b.img"', '"d"'));
    }
    inConfig.checkFix('[drive "d"]\nfile disk.img', '[drive "d"]\nfile = "disk.img"');
  });

  it('is silent on quoted values, empty ones included, and on what QEMU refuses aloud', () => {
    checkSilent(
      '[chardev "c"]\nbackend = "socket" # comment\nhost = ""\n; note\n  # note\nport="1"\n',
      { ...CONFIG, ...WITHOUT_REFUSALS },
    );
  });
});
