/** A fix of a text that several commands use has to change all of them, in whatever files they stand. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Analysis, analyze } from '../../../server/src/service/analysis/analyze.ts';
import { findingsOf, fixesOf } from '../../../server/src/service/analysis/file-findings.ts';
import { renderFixes } from '../../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { analyzeText, applyFix, fixesOf as fixesHere } from '../../support/check.ts';

type Texts = Readonly<Record<string, string>>;

const TITLE = 'require-tls';
const OBJECTS =
  '-object tls-creds-x509,id=montls0,dir=/etc/pki/qemu,endpoint=server,verify-peer=on -object authz-simple,id=monauthz0,identity=CN=client';
const TLS = 'tls-creds=montls0,tls-authz=monauthz0';

function analyzeOf(texts: Texts, name: string): Analysis {
  const known = new Map(Object.entries(texts).map(([of, text]) => [`/w/${of}`, text]));
  const document = { text: texts[name] ?? '', languageId: 'shellscript', path: `/w/${name}` };
  return analyze(document, DEFAULT_SETTINGS, { get: (path) => known.get(path) ?? null });
}

/** The files after the fix of the only finding in `settings.sh`; undefined where none is offered. */
function fixed(texts: Texts, roots: readonly string[]): Texts | undefined {
  const analyses = roots.map((root) => analyzeOf(texts, root));
  const [finding, other] = findingsOf('/w/settings.sh', undefined, analyses);
  assert.ok(finding);
  assert.equal(other, undefined);
  const fixes = fixesOf(finding, (of) => renderFixes(of, DEFAULT_SETTINGS));
  const fix = fixes.find(({ id }) => id === TITLE);
  return (
    fix &&
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => {
        const edits = fix.edits.filter(({ path }) => path === `/w/${name}`);
        return [name, applyEdits(text, edits) ?? assert.fail('the edits overlap')];
      }),
    )
  );
}

describe('a value in a file of settings', () => {
  it('is changed together with the command of the script that brings it in', () => {
    const texts = {
      'settings.sh': 'MON=tcp::1,server\n',
      'a.sh': '. ./settings.sh\nkvm -monitor $MON\n',
    };
    assert.deepEqual(fixed(texts, ['a.sh']), {
      'settings.sh': `MON=tcp::1,server,${TLS}\n`,
      'a.sh': `. ./settings.sh\nkvm ${OBJECTS} -monitor $MON\n`,
    });
  });

  it('is changed once, together with the commands of all scripts that bring it in', () => {
    const texts = {
      'settings.sh': 'MON=tcp::1,server\n',
      'a.sh': '. ./settings.sh\nkvm -monitor $MON\n',
      'b.sh': '. ./settings.sh\nkvm -S -monitor "$MON"\nkvm -monitor $MON\n',
    };
    assert.deepEqual(fixed(texts, ['a.sh', 'b.sh']), {
      'settings.sh': `MON=tcp::1,server,${TLS}\n`,
      'a.sh': `. ./settings.sh\nkvm ${OBJECTS} -monitor $MON\n`,
      'b.sh': `. ./settings.sh\nkvm -S ${OBJECTS} -monitor "$MON"\nkvm ${OBJECTS} -monitor $MON\n`,
    });
  });

  it('is changed alone where all of the options stand in it', () => {
    const texts = {
      'settings.sh': 'MON="-monitor tcp::1,server"\n',
      'a.sh': '. ./settings.sh\nkvm $MON\n',
      'b.sh': '. ./settings.sh\nkvm -S $MON\n',
    };
    const socket = `-chardev socket,id=mon0,host=,port=1,server=on,${TLS} -mon chardev=mon0`;
    assert.deepEqual(fixed(texts, ['a.sh', 'b.sh']), {
      ...texts,
      'settings.sh': `MON="${OBJECTS} ${socket}"\n`,
    });
  });

  it('is left alone where two scripts would need other ids', () => {
    const texts = {
      'settings.sh': 'MON=tcp::1,server\n',
      'a.sh': '. ./settings.sh\nkvm -monitor $MON\n',
      'b.sh': '. ./settings.sh\nkvm -chardev null,id=montls0 -monitor $MON\n',
    };
    assert.equal(fixed(texts, ['a.sh', 'b.sh']), undefined);
  });
});

describe('a value that several commands of one script use', () => {
  const titles = (script: string) => {
    const analysis = analyzeText(script);
    return analysis.findings.flatMap((finding) => {
      return fixesHere(analysis, finding).map(({ id }) => id);
    });
  };

  it('is changed with all of them', () => {
    const commands = (objects: string) => `kvm ${objects}-monitor $M\n`.repeat(5);
    assert.equal(
      applyFix(`M=tcp::1,server\n${commands('')}`, TITLE),
      `M=tcp::1,server,${TLS}\n${commands(`${OBJECTS} `)}`,
    );
  });

  it('is left alone where one of them would need other ids, however many there are', () => {
    const other = 'kvm -chardev null,id=monauthz0 -monitor $M\n';
    for (const rest of ['', 'kvm -monitor $M\n', 'kvm -monitor $M\n'.repeat(3)]) {
      const offered = titles(`M=tcp::1,server\nkvm -monitor $M\n${other}${rest}`);
      const others = ['switch-to-unix', 'listen-on-loopback', 'remove-monitor', 'deny-spawn'];
      assert.deepEqual(offered, others);
    }
  });

  it('is left alone where a shell reads it in two ways, in whatever order', () => {
    const script = (...commands: string[]) =>
      `M="-monitor tcp::1,server"\n${commands.join('\n')}\n`;
    assert.deepEqual(titles(script('kvm $M', 'eval "kvm $M"', 'kvm -S $M')), []);
  });
});
