/** A default decides the severity in every language: the user who sets nothing gets it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzeText } from '../support/check.ts';

/** A document by its language, with `@D` for the default. */
const DOCUMENTS: readonly (readonly [title: string, languageId: string, text: string])[] = [
  ['${X:-d}', 'shellscript', 'qemu-system-x86_64 -monitor "${MON:-@D}"'],
  ['${X:=d}', 'shellscript', ': "${MON:=@D}"\nqemu-system-x86_64 -monitor "$MON"'],
  ['X=${1:-d}', 'shellscript', 'MON=${1:-@D}\nqemu-system-x86_64 -monitor "$MON"'],
  [
    '[ -z "$X" ]',
    'shellscript',
    'if [ -z "$MON" ]; then MON=@D; fi\nqemu-system-x86_64 -monitor "$MON"',
  ],
  ['?=', 'makefile', 'MON ?= @D\nrun:\n\tqemu-system-x86_64 -monitor $(MON)'],
  [
    'os.environ.get',
    'python',
    'import os, subprocess\nsubprocess.run(["qemu-system-x86_64", "-monitor", os.environ.get("M", "@D")])',
  ],
  [
    'os.getenv or',
    'python',
    'import os, subprocess\nsubprocess.run(["qemu-system-x86_64", "-monitor", os.getenv("M") or "@D"])',
  ],
  [
    'dict.get',
    'python',
    'import subprocess\ndef f(c):\n    subprocess.run(["qemu-system-x86_64", "-monitor", c.get("m", "@D")])',
  ],
  [
    'parameter',
    'python',
    'import subprocess\ndef f(m="@D"):\n    subprocess.run(["qemu-system-x86_64", "-monitor", m])',
  ],
  [
    'argparse',
    'python',
    'import argparse, subprocess\np = argparse.ArgumentParser()\np.add_argument("--mon", default="@D")\na = p.parse_args()\nsubprocess.run(["qemu-system-x86_64", "-monitor", a.mon])',
  ],
  ['||', 'javascript', "spawn('qemu-system-x86_64', ['-monitor', process.env.MON || '@D']);"],
  ['??', 'javascript', "spawn('qemu-system-x86_64', ['-monitor', process.env.MON ?? '@D']);"],
  ['fetch', 'ruby', "system('qemu-system-x86_64', '-monitor', ENV.fetch('MON', '@D'))"],
  ['||', 'perl', "my $mon = $ENV{MON} || '@D';\nsystem('qemu-system-x86_64', '-monitor', $mon);"],
  [
    'flag.String',
    'go',
    'mon := flag.String("mon", "@D", "x")\nexec.Command("qemu-system-x86_64", "-monitor", *mon)',
  ],
  [
    'unwrap_or',
    'rust',
    'let mon = env::var("MON").unwrap_or("@D".to_string());\nCommand::new("qemu-system-x86_64").arg("-monitor").arg(mon).spawn();',
  ],
  ['ARG', 'dockerfile', 'FROM a\nARG M=@D\nENV MON=$M\nCMD qemu-system-x86_64 -monitor $MON'],
  ['param', 'powershell', 'param([string]$Mon = "@D")\n& qemu-system-x86_64 -monitor $Mon'],
];

const SEVERITIES = { '0.0.0.0': 'error', '127.0.0.1': 'warning' } as const;

describe('a default decides the severity', () => {
  for (const [title, languageId, text] of DOCUMENTS) {
    it(`of ${title} in ${languageId}`, () => {
      for (const [host, severity] of Object.entries(SEVERITIES)) {
        const written = text.replace('@D', `tcp:${host}:4444,server,nowait`);
        const { findings } = analyzeText(`${written}\n`, { languageId });
        assert.deepEqual(
          findings.map((one) => one.severity),
          [severity],
          host,
        );
      }
    });
  }
});
