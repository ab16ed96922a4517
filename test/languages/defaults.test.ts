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
  ['if (!x)', 'javascript', "let m = opts.mon;\nif (!m) m = '@D';\nspawn('kvm', ['-monitor', m]);"],
  ['||=', 'javascript', "let m = opts.mon;\nm ||= '@D';\nspawn('kvm', ['-monitor', m]);"],
  ['a block', 'ruby', "mon = ENV.fetch('MON') { '@D' }\nsystem('kvm', '-monitor', mon)"],
  ['||=', 'ruby', "mon = ARGV[0]\nmon ||= '@D'\nsystem('kvm', '-monitor', mon)"],
  ['//=', 'perl', "my $m = shift;\n$m //= '@D';\nsystem('kvm', '-monitor', $m);"],
  [
    'if x == ""',
    'go',
    'mon := os.Getenv("MON")\nif mon == "" {\n\tmon = "@D"\n}\nexec.Command("kvm", "-monitor", mon)',
  ],
  [
    'flag.StringVar',
    'go',
    'flag.StringVar(&mon, "mon", "@D", "x")\nexec.Command("kvm", "-monitor", mon)',
  ],
  [
    'unwrap_or_else',
    'rust',
    'let mon = env::var("MON").unwrap_or_else(|_| "@D".to_string());\nCommand::new("kvm").arg("-monitor").arg(mon);',
  ],
  [
    'orElseGet',
    'java',
    'class A { void f() { String m = o.orElseGet(() -> "@D"); run("kvm", "-monitor", m); } }',
  ],
  [
    'getProperty',
    'java',
    'class A { void f() { String m = System.getProperty("m", "@D"); run("kvm", "-monitor", m); } }',
  ],
  [
    'if (!x)',
    'c',
    'int f() { const char *m = getenv("M"); if (!m) m = "@D"; execlp("kvm", "kvm", "-monitor", m, NULL); }',
  ],
  ['?', 'nix', '{ mon ? "@D" }: {\n  qemu.options = [ "-monitor" mon ];\n}'],
  ['ARG', 'dockerfile', 'FROM a\nARG M=@D\nENV MON=$M\nCMD qemu-system-x86_64 -monitor $MON'],
  [
    '${X:-${Y:-d}}',
    'dockerfile',
    'FROM a\nENV M=${X:-${Y:-@D}}\nCMD qemu-system-x86_64 -monitor $M',
  ],
  [
    '${X:-${Y:-d}}',
    'dockercompose',
    'services:\n  vm:\n    command: ["qemu-system-x86_64", "-monitor", "${X:-${Y:-@D}}"]',
  ],
  [
    'Environment=',
    'systemd-unit-file',
    "[Service]\nEnvironment=M=@D\nExecStart=/bin/sh -c 'qemu-system-x86_64 -monitor $${M}'",
  ],
  ['env()', 'just', 'm := env("M", "@D")\nrun:\n    qemu-system-x86_64 -monitor {{m}}'],
  ['a parameter', 'just', 'run m="@D":\n    qemu-system-x86_64 -monitor {{m}}'],
  ['param', 'powershell', 'param([string]$Mon = "@D")\n& qemu-system-x86_64 -monitor $Mon'],
];

/** Documents with `@H` for the host in a format. */
const FORMATS: typeof DOCUMENTS = [
  [
    'snprintf',
    'c',
    'int f() { const char *h = getenv("H"); if (!h) h = "@H";\nsnprintf(m, 64, "tcp:%s:%d,server", h, 4444); run("kvm", "-qmp", m); }',
  ],
  [
    'system',
    'c',
    'int f() { char *h = "@H"; sprintf(c, "kvm -qmp tcp:%s:%d,server", h, 1); system(c); }',
  ],
  ['%', 'ruby', "h = ENV['H'] || '@H'\nsystem('kvm', '-qmp', 'tcp:%s:%d,server' % [h, 4444])"],
  ['-f', 'powershell', "param($h = '@H')\n& kvm -qmp ('tcp:{0}:{1},server' -f $h, 4444)"],
  [
    'formatted',
    'java',
    'class A { void f() { String h = "@H"; run("kvm", "-qmp", "tcp:%s:1,server".formatted(h)); } }',
  ],
  [
    'arg',
    'cpp',
    'void f() { QString h = "@H"; run("kvm", "-qmp", QString("tcp:%1:%2,server").arg(h).arg(1)); }',
  ],
  [
    'string.Format',
    'csharp',
    'class A { void F() { var h = "@H"; Run("kvm", string.Format("-qmp tcp:{0}:{1},server", h, 1)); } }',
  ],
  [
    'Sprintf',
    'go',
    'host := flag.String("host", "@H", "a")\nrun("kvm", "-qmp", fmt.Sprintf("tcp:%s:1,server", *host))',
  ],
  [
    'format!',
    'rust',
    'let h = env::var("H").unwrap_or("@H".to_string());\nc.arg("kvm").arg("-qmp").arg(format!("tcp:{}:1,server", h));',
  ],
  [
    'a ternary',
    'javascript',
    "function f(o) { const h = o.host !== undefined ? o.host : '@H'; spawn('kvm', ['-qmp', 'tcp:' + h + ':1,server']); }",
  ],
  ['||', 'javascript', "spawn('kvm', ['-qmp', `tcp:${process.env.H || '@H'}:1,server`]);"],
  [
    '?',
    'c',
    'void f(char *h) { sprintf(m, "tcp:%s:1,server", h ? h : "@H"); run("kvm", "-qmp", m); }',
  ],
  [
    '?',
    'c',
    'int main(int argc, char **argv) { sprintf(m, "tcp:%s:1,server", argc > 1 ? argv[1] : "@H"); run("kvm", "-qmp", m); }',
  ],
  [
    '?',
    'cpp',
    'void f(string h) { auto a = h.empty() ? "@H" : h; run("kvm", "-qmp", "tcp:" + a + ":1,server"); }',
  ],
  [
    '?',
    'perl',
    'my $h = defined $ENV{H} ? $ENV{H} : "@H";\nsystem("kvm", "-qmp", "tcp:$h:1,server");',
  ],
  ['if', 'powershell', '$h = if ($env:H) { $env:H } else { "@H" }\n& kvm -qmp "tcp:${h}:1,server"'],
  ['if', 'kotlin', 'val h = if (x != null) x else "@H"\nrun("kvm", "-qmp", "tcp:$h:1,server")'],
  [
    'match',
    'rust',
    'let h = match env::var("H") { Ok(v) => v, Err(_) => "@H".to_string() };\nc.arg("kvm").arg("-qmp").arg(format!("tcp:{}:1,server", h));',
  ],
  [
    'JoinHostPort',
    'go',
    'h := os.Getenv("H")\nif h == "" {\n\th = "@H"\n}\nrun("kvm", "-qmp", "tcp:"+net.JoinHostPort(h, "1")+",server")',
  ],
  [
    'StringVarP',
    'go',
    'c.Flags().StringVarP(&h, "host", "H", "@H", "a")\nrun("kvm", "-qmp", fmt.Sprintf("tcp:%s,server", net.JoinHostPort(h, port)))',
  ],
  [
    'clap',
    'rust',
    'struct Args {\n    #[arg(long, default_value = "@H")]\n    pub host: String,\n}\nfn main() { c.arg("kvm").arg("-qmp").arg(format!("tcp:{}:1,server", args.host)); }',
  ],
  [
    "clap's builder",
    'rust',
    'fn f() { let m = App::new("a").arg(Arg::new("b").long("host").default_value("@H"));\nlet host = m.value_of("host").unwrap();\nc.arg("kvm").arg("-qmp").arg(format!("tcp:{}:1,server", host)); }',
  ],
  [
    'variable',
    'hcl',
    'variable "host" {\n  description = "a"\n  default = "@H"\n}\nlocals {\n  args = ["kvm", "-qmp", "tcp:${var.host}:1,server"]\n}',
  ],
  [
    'a parameter',
    'groovy',
    "parameters { string(name: 'HOST', defaultValue: '@H') }\nsh \"qemu-system-x86_64 -qmp tcp:${params.HOST}:1,server\"",
  ],
  [
    'yargs',
    'javascript',
    "const a = yargs.option('host', { default: '@H' }).argv;\nspawn('kvm', ['-qmp', `tcp:${a.host}:1,server`]);",
  ],
  [
    '||',
    'github-actions-workflow',
    "on: push\njobs:\n  a:\n    steps:\n      - run: qemu-system-x86_64 -qmp tcp:${{ inputs.host || '@H' }}:1,server",
  ],
  [
    'default()',
    'ansible',
    '- hosts: all\n  tasks:\n    - command: qemu-system-x86_64 -qmp tcp:{{ host | default("@H") }}:1,server',
  ],
];

const SEVERITIES = { '0.0.0.0': 'error', '127.0.0.1': 'warning' } as const;

describe('a default decides the severity', () => {
  for (const [title, languageId, text] of [...DOCUMENTS, ...FORMATS]) {
    it(`of ${title} in ${languageId}`, () => {
      for (const [host, severity] of Object.entries(SEVERITIES)) {
        const address = text.replace('@D', `tcp:${host}:4444,server,nowait`);
        const written = address.replaceAll('@H', host);
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
