/**
 * How lists of options are written in each language: what has to be found, with the text that the finding stands on, and
 * what has to be passed over in silence. One table for all, since it is read across: which form each of them has.
 */

/** The forms of a language, by the id that editors have for it. */
interface LanguageForms {
  readonly languageId: string;
  readonly path: string;
  /** Texts with what their findings stand on, in their order. */
  readonly accepted: Readonly<Record<string, string | readonly string[]>>;
  readonly rejected: readonly string[];
}

const NET = '0.0.0.0';
const LOCAL = '127.0.0.1';

export const FORMS: readonly LanguageForms[] = [
  {
    languageId: 'javascript',
    path: '/w/run.js',
    accepted: {
      "spawn(qemu, ['-m', '1G', '-monitor', 'tcp:0.0.0.0:4444,server'])": NET,
      "args.push(\n  '-qmp',\n  `tcp:127.0.0.1:${port},server`,\n);": LOCAL,
      "args.push('-qmp');\nargs.push(`tcp:0.0.0.0:${port},server`);": NET,
      "const m = 'tcp:0.0.0.0:1,server';\nspawn(q, ['-monitor', m]);": NET,
      "const host = '0.0.0.0';\nspawn(q, ['-qmp', `tcp:${host}:${p},server`]);": NET,
      "spawn(q, ['-qmp', 'tcp:' + host + ',server'])": 'host',
      "spawn(q, ['-qmp', 'tcp:0.0.0.0:' + port + ',server'])": NET,
      "const m = win\n  ? 'tcp:127.0.0.1:55,server'\n  : `unix:${dir}/m.sock,server`;\nspawn(q, ['-qmp', m]);":
        LOCAL,
      "export const OPTIONS = '-m 1G -monitor tcp:0.0.0.0:4444,server';": NET,
      "const m = process.argv.length > 2 ? 'tcp:127.0.0.1:55,server' : 'unix:m.sock,server';\nspawn(q, ['-qmp', m]);":
        LOCAL,
      'exec(`qemu-system-arm -m ${size} -monitor telnet::7001,server`);': 'telnet::7001',
      'exec(\'"C:\\\\Program Files\\\\qemu\\\\qemu-system-arm.exe" -monitor tcp:0.0.0.0:1,server\');':
        NET,
      "run(['-chardev', 'socket,id=m,host=0.0.0.0,port=1,server=on', '-mon', 'chardev=m'])": NET,
      "args.push('-mon', 'chardev=m,mode=control');\nif (w) args.push('-chardev', 'socket,id=m,host=0.0.0.0,port=1,server=on');\nelse args.push('-chardev', 'socket,id=m,path=/run/x/m.sock,server=on');":
        NET,
      "const m = given || 'tcp:0.0.0.0:1,server';\nspawn(q, ['-monitor', m]);": NET,
      "it('starts', () => { spawn(q, ['-monitor', 'tcp::1,server']) })": 'tcp::1',
      'const a = /["\']/;\nspawn(q, ["-monitor", "tcp::1,server"])': 'tcp::1',
      "spawn(q, ['-serial', 'mon:telnet::1,server'])": 'telnet::1',
      "let a = '';\nif (p) {\n  a = 'host=127.0.0.1,port=1';\n} else {\n  a = `path=${dir}/m`;\n}\nrun(['-chardev', `socket,id=m,${a},server=on`, '-mon', 'chardev=m'])":
        LOCAL,
      "let h = '';\nif (p) h = '127.0.0.1';\nelse if (q) h = '127.0.0.2';\nrun(['-qmp', `tcp:${h}:1,server`])":
        [LOCAL, '127.0.0.2', 'tcp:${h}:1'],
    },
    rejected: [
      "// spawn(q, ['-monitor', 'tcp:0.0.0.0:4444,server'])",
      "/* ['-monitor', 'tcp:0.0.0.0:4444,server'] */",
      "[\n  // '-monitor', 'tcp:0.0.0.0:4444,server',\n]",
      "expect(args).toEqual(['-monitor', 'tcp:0.0.0.0:4444,server'])",
      "assert.deepEqual(args, ['-monitor', 'tcp:0.0.0.0:4444,server'])",
      "if (text === '-monitor tcp:0.0.0.0:4444,server') go()",
      "console.log('-monitor tcp:0.0.0.0:4444,server')",
      "throw new Error('-monitor tcp:0.0.0.0:4444,server')",
      "const usage = '-monitor tcp:0.0.0.0:4444,server';",
      'spawn(\'x"-monitor tcp:0.0.0.0:4444,server -m 1"y\')',
      "const text = 'Use -monitor tcp:0.0.0.0:4444,server to see more';",
      "const text = '  -monitor tcp:0.0.0.0:4444,server   opens the monitor';",
      "const text = 'mine -monitor tcp:<host>:<port>,server';",
      "spawn(q, ['-serial', 'tcp:0.0.0.0:4444,server', '-gdb', 'tcp::1234'])",
      "spawn(q, ['-monitor', 'stdio', '-serial', 'tcp::1,server'])",
      "spawn(q, ['-monitor', 'none', 'tcp:0.0.0.0:1,server'])",
      "spawn(q, ['--monitor', 'tcp://0.0.0.0:4444'])",
      "spawn(q, ['--monitor', 'tcp:localhost:4444'])",
      "program.option('--monitor', 'tcp:0.0.0.0:4444,server')",
      "spawn(q, ['-monitor', mon])",
      "spawn(q, ['-chardev', 'socket,id=m,host=0.0.0.0,port=1,server=on'])",
      "spawn(q, ['-mon', 'chardev=m'])",
      "spawn(q, ['-monitor', 'tcp:0.0.0.0:4444,server",
      "const a = { '-monitor': 'stdio', '-serial': 'tcp::1,server' }",
      "const args = ['-monitor'];\nother('tcp:0.0.0.0:1,server');",
    ],
  },
  {
    languageId: 'typescript',
    path: '/w/run.ts',
    accepted: {
      "const mon: string = 'tcp:0.0.0.0:1,server';\nrun(['-monitor', mon as string]);": NET,
      "class A { private static readonly MON = 'tcp::1,server';\n  f() { run(['-qmp', A.MON]) } }":
        'tcp::1',
      "const a = process.env.T || '127.0.0.1:1';\nrun(['-qmp', 'tcp:' + a + ',server']);":
        '127.0.0.1',
      "run(['-qmp', 'tcp:' + (local ? '127.0.0.1' : host) + ':1,server']);": ['127.0.0.1', 'host'],
      'run(`podman run -e ARGS="-cpu host -qmp tcp:0.0.0.0:1,server" img`)': NET,
    },
    rejected: ["it('x', () => { expect(f()).toBe('-monitor tcp::1,server') })"],
  },
  {
    languageId: 'go',
    path: '/w/run.go',
    accepted: {
      'exec.Command(emu, "-m", "1G", "-monitor", "tcp:0.0.0.0:1,server")': NET,
      'func f() {\n\tmon := fmt.Sprintf("telnet:127.0.0.1:%d,server,nowait", p)\n\texec.Command(emu, "-monitor", mon)\n}':
        LOCAL,
      'const vm = `\n<vm id="a" args="-m 1G -qmp tcp:0.0.0.0:1,server"/>`': NET,
      'args = append(args, "-qmp", fmt.Sprintf("tcp:0.0.0.0:%d,server", p))': NET,
      'func f() {\n\tfmt.Fprintf(&b, "  -monitor tcp:0.0.0.0:%d,server \\\\\\n", p)\n}': NET,
      'func f() {\n\targs["-qmp"] = fmt.Sprintf("tcp:0.0.0.0:%d,server", p)\n}': NET,
      'func f() {\n\targs = append(args, "-qmp")\n\targs = append(args, `tcp::4444,server`)\n}':
        'tcp::4444',
      'opts = append(opts, "-monitor tcp:0.0.0.0:1234,server,nowait")': NET,
      'func f() {\n\thp := "0.0.0.0:7001"\n\trun("-qmp", fmt.Sprintf("tcp:%s,server", hp))\n}':
        '0.0.0.0',
      'run("-qmp", fmt.Sprintf("tcp:%s:%d,server", host, port))': 'host',
      'func f() {\n\tswitch k {\n\tcase "a":\n\t\ta = append(a, "-qmp", "tcp:0.0.0.0:1,server")\n\tcase "b":\n\t}\n}':
        NET,
      'func f() {\n\ta := fmt.Sprintf("127.0.0.1:%d", p)\n\trun("-qmp", "tcp:" + a + ",server")\n}':
        '127.0.0.1',
      [`var c = "bash -c 'qemu-system-x86_64 -monitor tcp::4444,server,nowait'"`]: 'tcp::4444',
      'x := []string{\n\t"-chardev", fmt.Sprintf("socket,id=m,host=0.0.0.0,port=%d,server=on", p),\n\t"-mon", "chardev=m",\n}':
        NET,
      'const addr = "tcp:0.0.0.0:1,server"\n\nfunc f() {\n\trun("-qmp", addr)\n}': NET,
      'func g(v *VM) {\n\tv.addr = "tcp:0.0.0.0:1,server"\n}\nfunc (v *VM) f() {\n\trun("-qmp", v.addr)\n}':
        NET,
      'func g(v *VM) {\n\tv.addr = "127.0.0.1:" + p\n}\nfunc (v *VM) f() {\n\trun("-qmp", "tcp:" + v.addr + ",server")\n}':
        '127.0.0.1',
    },
    rejected: [
      'want := []string{"-monitor", "tcp:0.0.0.0:1,server"}',
      'tests := []test{{want: []string{"-monitor", "tcp:0.0.0.0:1,server"}}}',
      'require.Equal(t, []string{"-monitor", "tcp:0.0.0.0:1,server"}, args)',
      'err := ValidateArgs([]string{"-monitor", "tcp:localhost:1"})',
      'fmt.Println("-monitor tcp:0.0.0.0:1,server")',
      'return fmt.Errorf("qemu-system-arm -monitor tcp:0.0.0.0:1,server failed")',
      'if args[1] == "-monitor tcp:0.0.0.0:1,server" {\n}',
      'func g() {\n\taddr := "tcp:0.0.0.0:1,server"\n}\nfunc f() {\n\trun("-qmp", addr)\n}',
      'func g() {\n\taddr := "tcp:0.0.0.0:1,server"\n}\nfunc f() {\n\trun("-qmp", v.addr)\n}',
      'func g() {\n\tv.addr = "tcp:0.0.0.0:1,server"\n\tw.addr = os.Args[1]\n}\nfunc f() {\n\trun("-qmp", v.addr)\n}',
      'flag.String("monitor", "tcp:0.0.0.0:1,server", "the monitor")',
    ],
  },
  {
    languageId: 'rust',
    path: '/w/run.rs',
    accepted: {
      'let m = match k {\n    K::A => "unix:/run/x/m.sock,server",\n    _ => { "tcp:127.0.0.1:1,server" }\n};\ncmd.args(["-qmp", m]);':
        LOCAL,
      'fn f() { cmd.arg("-monitor").arg("telnet::7001,server,nowait"); }': 'telnet::7001',
      'fn f() { Command::new("kvm").arg("-monitor").arg("tcp\\u{3a}0.0.0.0\\u{00_3a}1,server"); }':
        NET,
      'fn f() { cmd.arg("-m").arg("1G")\n  .arg("-qmp")\n  .arg(format!("tcp:127.0.0.1:{},server", p)); }':
        LOCAL,
      'fn f() { cmd.args([\n  "-qmp",\n  // the console\n  &format!("tcp:0.0.0.0:{port},server"),\n]); }':
        NET,
      'fn f() { cmd.arg("-qmp");\n cmd.arg("tcp:0.0.0.0:1,server"); }': NET,
      'fn f() { let m = if x { "tcp::1,server" } else { "unix:/run/me/x,server" };\n v.push("-monitor".to_string()); v.push(m.to_string()); }':
        'tcp::1',
      'const MON: &str = r#"tcp:0.0.0.0:1,server"#;\nfn f() { run(&["-monitor", MON]); }': NET,
      'fn f() { v.extend(vec![OsString::from("-monitor"), OsString::from("tcp::1,server")]); }':
        'tcp::1',
      'fn f() { for pair in [["-monitor", "tcp::1,server"]] { assert!(x); cmd.args(pair); } }':
        'tcp::1',
    },
    rejected: [
      'fn f() { for pair in &[["-nic", "none"], ["-qmp", "tcp::1,server"]] {\n  assert!(args.windows(2).any(|a| a == pair));\n} }',
      'fn f() { assert_eq!(args, vec!["-monitor", "tcp:0.0.0.0:1,server"]); }',
      'fn f() { println!("-monitor tcp:0.0.0.0:1,server"); }',
      'fn f() { panic!("qemu-system-arm -monitor tcp:0.0.0.0:1,server"); }',
      'fn f() { if a == "-monitor" { b("tcp:0.0.0.0:1,server") } }',
      'fn f<\'a>(x: &\'a str) { /* /* */ run(["-monitor", "tcp::1,server"]) */ }',
    ],
  },
  {
    languageId: 'c',
    path: '/w/run.c',
    accepted: {
      'void f() { execlp("qemu-system-arm", "qemu", "-monitor", "tcp:0.0.0.0:1,server", NULL); }':
        NET,
      'void f() { char m[64]; snprintf(m, sizeof(m), "telnet:0.0.0.0:%d,server", p); execl(q, "-monitor", m, 0); }':
        NET,
      'void f() { argv[n++] = "-qmp"; argv[n++] = "tcp:0.0.0.0:" PORT ",server"; }': NET,
      'void f() { argv[n++] = "-qmp"; argv[n++] = "tcp:0.0.0.0:" STR(PORT) ",server"; }': NET,
      'void f() { system("qemu-system-arm -m 1G "\n  "-monitor tcp:0.0.0.0:1,server"); }': NET,
      'void f() { system("A=1 exec $QEMU -m 1G -monitor tcp:0.0.0.0:1,server"); }': NET,
      'void f() { fprintf(unit, "ExecStart=/usr/bin/kvm -monitor tcp:0.0.0.0:1,server\\n"); }': NET,
      'void f() { c = g_strdup_printf("exec %s " "-qmp tcp:0.0.0.0:1,server", qemu); }': NET,
      '#define MON "tcp:0.0.0.0:1,server"\nconst char *a[] = { "-monitor", MON, NULL };': NET,
    },
    rejected: [
      'void f() { printf("  -monitor tcp:0.0.0.0:1,server\\n"); }',
      'char *s = "time to use -monitor tcp:0.0.0.0:1,server";',
      'void f() { fprintf(stderr, "qemu-system-arm -monitor tcp:0.0.0.0:1,server\\n"); }',
      'void f() { if (!strcmp(a, "-monitor")) b = "tcp:0.0.0.0:1,server"; }',
      '// "-monitor", "tcp:0.0.0.0:1,server"',
      'static struct option o[] = { { "-monitor", 1, 0, 0 }, { "tcp:0.0.0.0:1,server", 0, 0, 0 } };',
    ],
  },
  {
    languageId: 'cpp',
    path: '/w/run.cpp',
    accepted: {
      'void f() { args << "-monitor" << QString("tcp:0.0.0.0:%1,server").arg(port); }': NET,
      'void f() { args << "-monitor" << QString("tcp:%1:%2,server").arg(host).arg(port); }': 'host',
      'void f() { v.push_back("-monitor"); v.push_back("tcp::7,server"); }': 'tcp::7',
      'void f() { std::string m = "tcp:0.0.0.0:" + std::to_string(p) + ",server"; v = {"-qmp", m}; }':
        NET,
      'auto s = R"(-m 1G -monitor tcp:0.0.0.0:1,server)";': NET,
    },
    rejected: ['TEST(A, B) { EXPECT_EQ(args, (V{"-monitor", "tcp:0.0.0.0:1,server"})); }'],
  },
  {
    languageId: 'csharp',
    path: '/w/Run.cs',
    accepted: {
      'class A { void F() { info.ArgumentList.Add("-qmp"); info.ArgumentList.Add($"tcp:127.0.0.1:{port},server"); } }':
        LOCAL,
      'class A { string[] a = new[] { "-monitor", "tcp:0.0.0.0:1,server" }; }': NET,
      'class A { void F() { info.Arguments = @"-m 1G -monitor tcp:0.0.0.0:1,server"; } }': NET,
    },
    rejected: ['class A { void F() { Assert.Equal("-monitor tcp:0.0.0.0:1,server", a); } }'],
  },
  {
    languageId: 'java',
    path: '/w/Run.java',
    accepted: {
      'class A { void f() { l.add("-qmp"); String s = "tcp:"; s += "0.0.0.0:" + port; s += ",server"; l.add(s); } }':
        NET,
      'class A { void f() {\n l.add("-qmp");\n if (open) {\n  String s = "tcp:";\n  s += (":" + Config.PORT);\n  l.add(s + ",server");\n } else {\n  l.add("unix:" + path);\n }\n} }':
        'tcp:',
      'class A { static final String M = "tcp:0.0.0.0:1,server"; void f() { List.of("-monitor", M); } }':
        NET,
      'class A { void f() { b.command("-qmp", String.format("tcp:0.0.0.0:%d,server", p)); } }': NET,
    },
    rejected: [
      'class A { void f() { assertThat(a).containsExactly("-monitor", "tcp:0.0.0.0:1,server"); } }',
    ],
  },
  {
    languageId: 'kotlin',
    path: '/w/run.kt',
    accepted: {
      'val m = when (k) {\n  1 -> "tcp:127.0.0.1:1,server"\n  else -> "unix:/run/x/m.sock,server"\n}\nrun("-qmp", m)':
        LOCAL,
      'fun f() { run(listOf("-monitor", "tcp:0.0.0.0:$port,server")) }': NET,
      'fun f() { val m = if (w) "tcp:127.0.0.1:${p},server" else "unix:/run/me/m,server"\n args += listOf("-qmp", m) }':
        LOCAL,
    },
    rejected: ['fun f() { println("-monitor tcp:0.0.0.0:1,server") }'],
  },
  {
    languageId: 'groovy',
    path: '/w/run.groovy',
    accepted: {
      'def cmd = ["qemu", "-monitor", "tcp:0.0.0.0:${port},server"]': NET,
      "args '-monitor', 'tcp:0.0.0.0:1,server'": NET,
    },
    rejected: ["println '-monitor tcp:0.0.0.0:1,server'"],
  },
  {
    languageId: 'perl',
    path: '/w/VM.pm',
    accepted: {
      'push @params, \'-monitor\', "tcp:127.0.0.1:$port,server,nowait";': LOCAL,
      'system "kvm", \'-monitor\', "tcp\\x{3a}0.0.0.0\\x3a1,server";': NET,
      'push(@params, "-qmp", "tcp:0.0.0.0:$vars->{PORT},server") if $vars->{DEBUG};': NET,
      "push @a, '-monitor', 'tcp:0.0.0.0:' . $port . ',server';": NET,
      "push @a, '-monitor', 'tcp:' . $vars->{HOST} . ':4444,server';": '$vars->{HOST}',
      "my $m = 'tcp:0.0.0.0:1,server';\nsystem('kvm', '-monitor', $m);": NET,
      "sub f {\n  my ($self) = @_;\n  push @{$self->{a}}, '-qmp', 'tcp::1,server';\n}": 'tcp::1',
      'my $c = "kvm -monitor tcp:0.0.0.0:${port},server -S";': NET,
      'my $c = "kvm -m 1 ";\n$c .= "-monitor tcp:0.0.0.0:@{[ port() ]},server ";': NET,
      'exec qw(kvm -monitor tcp:0.0.0.0:1,server);': NET,
      'my $l = $#{$x} + $#y;\nsystem(q{kvm -qmp tcp::1,server});': 'tcp::1',
      "my %h = ('-monitor' => 'tcp::1,server');": 'tcp::1',
    },
    rejected: [
      "# push @a, '-monitor', 'tcp::1,server';",
      "=head1 USE\n\n  push @a, '-monitor', 'tcp::1,server';\n\n=cut\n",
      "is_deeply(\\@a, ['-monitor', 'tcp::1,server'], 'made');",
      "print '-monitor tcp:0.0.0.0:1,server';",
      "die '-monitor tcp:0.0.0.0:1,server' unless @a;",
      'if ($line =~ m/-monitor tcp:0.0.0.0:1,server/) { $n++ }',
      "push @a, '-monitor', $vars->{MONITOR};",
      "my %h = (q => 1, '-monitor' => 'none');",
    ],
  },
  {
    languageId: 'ruby',
    path: '/w/run.rb',
    accepted: {
      "system('kvm', '-monitor', 'tcp:0.0.0.0:4444,server')": NET,
      'args = %w[-S]\nargs += [\'-qmp\', "tcp:127.0.0.1:#{port},server"]': LOCAL,
      "args << '-qmp' << 'tcp:0.0.0.0:1,server'": NET,
      "args << '-qmp'\nargs << 'tcp:0.0.0.0:1,server'": NET,
      "@args.push '-qmp'\n@args.push 'tcp:0.0.0.0:1,server'": NET,
      'args.push(\'-qmp\', "tcp:0.0.0.0:#{p},server") if debug?': NET,
      "MON = 'tcp:0.0.0.0:1,server'.freeze\nrun('-monitor', MON)": NET,
      "mon = 'tcp:0.0.0.0:1,server'\nrun('-monitor', mon)": NET,
      '`kvm -m 1G -monitor telnet::7001,server`': 'telnet::7001',
      "system 'kvm -m 1G -monitor telnet::7001,server'": 'telnet::7001',
      "# it's\nx = \"it's\"\nrun('-monitor', 'tcp::1,server')": 'tcp::1',
      "a = <<~EOS\n  don't\nEOS\nrun('-monitor', 'tcp::1,server')": 'tcp::1',
      'cmd += %W(-append (x) -monitor tcp:0.0.0.0:#{port},server)': NET,
      'b = a %w\ncmd = %w[kvm -S] + %w|-qmp tcp::1,server|': 'tcp::1',
      'system %x(kvm -monitor telnet::7001,server)': 'telnet::7001',
      'cmd += %W(-chardev socket,id=m,host=localhost,port=#{p},server=on)\ncmd += %W(-mon chardev=m)':
        'localhost',
      "args << '-chardev socket,id=m,host=0.0.0.0,port=1,server=on'\nargs << '-mon chardev=m'": NET,
      'h = "127.0.0.1"\nargs << "-qmp" << "tcp:#{h}:#{p},server"': LOCAL,
      'a = ""\nif p\n  a = "port=#{p},host=127.0.0.1"\nelse\n  a = "path=#{d}"\nend\ncmd += %W(-chardev socket,id=m,#{a},server=on)\ncmd += %W(-mon chardev=m)':
        LOCAL,
    },
    rejected: [
      "def a\n  c << '-chardev socket,id=m,host=0.0.0.0,port=1,server=on'\nend",
      "c << '-chardev socket,id=m,host=0.0.0.0,port=1,server=on' << '-mon chardev=other'",
      "# run('-monitor', 'tcp:0.0.0.0:4444,server')",
      "=begin\nrun('-monitor', 'tcp:0.0.0.0:4444,server')\n=end",
      "expect(args).to eq(['-monitor', 'tcp:0.0.0.0:4444,server'])",
      "puts '-monitor tcp:0.0.0.0:4444,server'",
      "raise ArgumentError, '-monitor tcp:0.0.0.0:4444,server'",
      "run('-monitor', mon)",
    ],
  },
  {
    languageId: 'ruby',
    path: '/w/Vagrantfile',
    accepted: {
      'libvirt.qemuargs :value => "-qmp"\nlibvirt.qemuargs :value => "tcp:0.0.0.0:#{p},server"':
        NET,
      "libvirt.qemuargs value: '-qmp'\n# QMP\nlibvirt.qemuargs value: 'tcp::1,server'": 'tcp::1',
    },
    rejected: [
      "libvirt.qemuargs value: '-qmp'\nlibvirt.cpus = 2\nother.args value: 'tcp::1,server'",
      "libvirt.qemuargs value: '-qmp'\nother.qemuargs value: 'tcp::1,server'",
      "libvirt.qemuargs value: '-serial'\nlibvirt.qemuargs value: 'tcp::1,server'",
    ],
  },
  {
    languageId: 'zig',
    path: '/w/build.zig',
    accepted: {
      // QEMU connects, and to no host: "address resolution failed for :7777".
      'run.addArgs(&.{ "-monitor", "tcp::7777" });': 'refused-by-qemu :',
      'run.addArgs(&.{ "-monitor", "tcp:localhost:7777" });': 'monitor-connects-out localhost',
      'run.addArgs(&.{ "-monitor", "tcp:127.0.0.1:55,server" });': LOCAL,
      'run.addArg("-monitor");\nrun.addArg("tcp:0.0.0.0:55,server");': NET,
      'const m = try std.fmt.allocPrint(a, "tcp:0.0.0.0:{d},server", .{port});\nrun.addArgs(&.{ "-qmp", m });':
        NET,
    },
    rejected: ['// run.addArgs(&.{ "-monitor", "tcp:127.0.0.1:55,server" });'],
  },
  {
    languageId: 'nix',
    path: '/w/vm.nix',
    accepted: {
      '{ options = [ "-monitor" "tcp:127.0.0.1:4444,server" ]; }': LOCAL,
      '{ virtualisation.qemu.options = [ "-monitor tcp:0.0.0.0:4444,server" ]; }': NET,
      "let m = ''tcp:0.0.0.0:${toString port},server''; in [ \"-qmp\" m ]": NET,
    },
    rejected: [
      'x.qemu = "${pkgs.qemu}/bin/kvm -qmp unix:m.sock,server";\ny.run = "${pkgs.qemu}/bin/kvm -qmp unix:n.sock,server";',
      '{ options = [ "-monitor" "unix:${x},server" ]; }',
      '{ options = [ "-serial" "tcp:0.0.0.0:4444,server" ]; } # "-monitor" "tcp::1,server"',
    ],
  },
  {
    languageId: 'cmake',
    path: '/w/CMakeLists.txt',
    accepted: {
      'set(PORT 4444)\nadd_custom_target(run COMMAND qemu-system-arm -m 1G\n  -monitor tcp:0.0.0.0:${PORT},server)':
        NET,
      'list(APPEND FLAGS "-qmp" "tcp::4,server")': 'tcp::4',
      'set(MON "tcp:0.0.0.0:1,server")\nadd_custom_target(run COMMAND ${QEMU} -monitor ${MON})':
        NET,
    },
    rejected: [
      'message(STATUS "-monitor tcp:0.0.0.0:1,server")',
      '# -monitor tcp:0.0.0.0:1,server',
    ],
  },
  {
    languageId: 'hcl',
    path: '/w/vm.pkr.hcl',
    accepted: {
      'qemuargs = [["-qmp", "tcp:localhost:7001,server,wait=off"]]': 'localhost',
      'qemuargs = [\n  ["-m", "1G"],\n  ["-serial", "mon:telnet::1,server"],\n]': 'telnet::1',
      'locals {\n  mon = "tcp:0.0.0.0:${var.port},server"\n}\nsource "qemu" "x" {\n  qemuargs = [["-monitor", local.mon]]\n}':
        [],
    },
    rejected: ['# qemuargs = [["-qmp", "tcp:localhost:7001,server,wait=off"]]'],
  },
  {
    languageId: 'json',
    path: '/w/vm.json',
    accepted: {
      '{"args": [\n  "-m", "1G",\n  "-monitor",\n  "tcp:127.0.0.1:4444,server"\n]}': LOCAL,
      '{"qemuargs": [["-qmp", "tcp:0.0.0.0:{{ .port }},server"]]}': NET,
      '{"args": {"-monitor": "tcp:0.0.0.0:1,server"}}': NET,
      '{"command": "qemu-system-arm -m 1G -monitor tcp:0.0.0.0:1,server"}': NET,
    },
    rejected: [
      '{"description": "-monitor tcp:0.0.0.0:1,server"}',
      '{"-monitor": 1, "x": "tcp:0.0.0.0:1,server"}',
    ],
  },
  {
    languageId: 'jsonc',
    path: '/w/.vscode/tasks.json',
    accepted: {
      '{\n  // the task\n  "args": ["-monitor", "tcp:0.0.0.0:1,server",],\n}': NET,
    },
    rejected: ['{\n  // "args": ["-monitor", "tcp:0.0.0.0:1,server"],\n}'],
  },
  {
    languageId: 'json5',
    path: '/w/vm.json5',
    accepted: {
      "{\n  // the machine\n  args: ['-monitor', 'tcp:0.0.0.0:1,server',],\n}": NET,
    },
    rejected: ["{\n  // args: ['-monitor', 'tcp:0.0.0.0:1,server'],\n}"],
  },
  {
    languageId: 'toml',
    path: '/w/.cargo/config.toml',
    accepted: {
      'runner = "qemu-system-arm -monitor tcp:127.0.0.1:4444,server -kernel"': LOCAL,
      "runner = [\n  'qemu-system-arm',\n  '-qmp', # control\n  'tcp::4,server',\n]": 'tcp::4',
    },
    rejected: ['# runner = "qemu-system-arm -monitor tcp:127.0.0.1:4444,server -kernel"'],
  },
  {
    languageId: 'powershell',
    path: '/w/run.ps1',
    accepted: {
      '$a = @("-m", "64", "-monitor", "tcp:127.0.0.1:$port,server,nowait")': LOCAL,
      '& $Emu -m 64M -monitor telnet:127.0.0.1:7001,server,nowait': LOCAL,
      '& qemu-system-arm -monitor "tcp`u{3a}0.0.0.0:1,server"': NET,
      '$b += @("-qmp",\n  "tcp:0.0.0.0:${port},server")': NET,
      '$mon = "tcp::4444,server"\nStart-Process $q -ArgumentList "-monitor", $mon': 'tcp::4444',
      '& $q `\n  -qmp tcp:0.0.0.0:55,server `\n  -m 1': NET,
      'Start-Process $q -ArgumentList "-m 1G -monitor tcp:0.0.0.0:1,server"': NET,
      "$line = ' -m 64' +\n  ' -monitor \"tcp:127.0.0.1:' + $port + ',server\"'": LOCAL,
      '$list.Add(\'-qmp\')\n$list.Add("tcp::1,server")': 'tcp::1',
      '$x = if ($w) { "tcp::1,server" } else { "none" }\n$a = @("-monitor", $x)': 'tcp::1',
      '$q = @{ ArgumentList = @("-monitor", "tcp::1,server") }\nStart-Process @q': 'tcp::1',
      "$t = @'\n-m 1G -monitor tcp:0.0.0.0:1,server\n'@": NET,
      '$a = @("-monitor", "tcp::1,server")\nStart-Process -FilePath $q -ArgumentList $a': 'tcp::1',
      '$a = @("-monitor", "tcp::1,server")\n& $q @a': 'tcp::1',
      'Start-Process $q -ArgumentList "-m 64 -monitor `"tcp:0.0.0.0:$port,server`" -S"': NET,
      '$env:MON = "tcp::1,server"\n& $q -monitor $env:MON': 'tcp::1',
      '$script:mon = "tcp::1,server"\n& $q -monitor $mon': 'tcp::1',
      '$env:QEMU_ARGS = "-monitor tcp:0.0.0.0:1,server"': NET,
      '& "$dir\\qemu.exe" -monitor "tcp:0.0.0.0:${port},server"': NET,
      ".\\qemu.exe -monitor 'tcp:0.0.0.0:1,server'": NET,
      '& $q -monitor tcp:0.0.0.0:$port,server': NET,
      '& $q -monitor telnet::1,server -qmp stdio': 'telnet::1',
      '$a = "-monitor", "tcp::1,server"': 'tcp::1',
      "$a = @(\n  '-monitor' # HMP\n  'tcp::1,server'\n)": 'tcp::1',
      '$a += "-monitor"\n$a += "tcp::1,server"': 'tcp::1',
      'if ($d) { $a += @("-monitor", "tcp::1,server") }': 'tcp::1',
      '[void]$sb.Append(" -monitor tcp:0.0.0.0:1,server")': NET,
      '$a = @("-monitor", "tcp:0.0.0.0:$(Get-Port),server")': NET,
      '$a = @("-monitor", ("tcp:0.0.0.0:{0},server" -f $port))': NET,
      '$m = "tcp:0.0.0.0:{0},server" -f $port\n& $q -monitor $m': NET,
      '$x = if ($w) { "none" } else { "tcp::1,server" }\n$a = @("-monitor", $x)': 'tcp::1',
      '$p.Arguments = "-m 1G -monitor tcp:0.0.0.0:1,server"': NET,
      'cmd /c "qemu -monitor tcp:0.0.0.0:1,server"': NET,
      '$t = @"\n-m 1G -monitor tcp:0.0.0.0:$p,server\n"@': NET,
    },
    rejected: [
      'Set-Display -Monitor "tcp:0.0.0.0:1"',
      'Write-Host "-monitor tcp:0.0.0.0:1,server"',
      '# & $q -monitor tcp:0.0.0.0:1,server',
      '<#\n & $q -monitor tcp:0.0.0.0:1,server\n#>',
      'Set-Display -Monitor 1',
      'throw "-monitor tcp:0.0.0.0:1,server"',
      'Write-Verbose "qemu -monitor tcp:0.0.0.0:1,server"',
      'if ($x -eq "-monitor tcp:0.0.0.0:1,server") { go }',
      '$usage = @"\n-m 1G -monitor tcp:0.0.0.0:1,server\n"@',
      'param([string]$Monitor = "tcp:0.0.0.0:1,server")',
      '& $q -serial tcp::1,server -gdb tcp::2',
      '& $q -monitor stdio -serial tcp::1,server',
      '& $q -monitor $mon',
      '$mon = "tcp::1,server"\n& $q -monitor $env:mon',
      '$a = @(\n  # "-monitor", "tcp::1,server",\n  "-S"\n)',
      '$c = New-Object System.Net.Sockets.TcpClient("127.0.0.1", 4444)',
      '& $q -monitor\ntcp:0.0.0.0:1,server',
    ],
  },
  {
    languageId: 'bat',
    path: '/w/run.bat',
    accepted: {
      '"%EMU%" ^\r\n  -monitor telnet:localhost:%PORT%,server,nowait ^\r\n  -m 1G\r\n': 'localhost',
      'start "vm" /b qemu-system-x86_64.exe -monitor telnet:0.0.0.0:7001,server -gdb tcp::1234':
        NET,
      'set MON=tcp::4444,server\nqemu-system-x86_64 -qmp %MON%': 'tcp::4444',
      'SET "FLAGS=-S -monitor tcp:0.0.0.0:5,server"': NET,
      'set "HOST=0.0.0.0"\nqemu -qmp tcp:%HOST%:%PORT%,server': NET,
      'start "" "%QEMU%" -monitor tcp:0.0.0.0:1,server': NET,
      'start /b qemu.exe -qmp tcp:0.0.0.0:1,server': NET,
      'set PORT=4444\r\nqemu -monitor tcp:0.0.0.0:%PORT%,server\r\n': NET,
      'set M= tcp:0.0.0.0:1,server \r\nqemu -monitor %M%': NET,
      'setlocal EnableDelayedExpansion\r\nset M=tcp:0.0.0.0:1,server\r\nqemu -monitor !M!': NET,
      'set args=%args% -monitor\r\nset args=%args% tcp:0.0.0.0:1,server\r\nqemu %args%': NET,
      'goto %1\r\n:a\r\nqemu -qmp tcp:0.0.0.0:1,server\r\nexit\r\n:b\r\nqemu -qmp tcp:0.0.0.0:2,server':
        [NET, NET],
      'set FLAGS=%FLAGS% -monitor tcp:0.0.0.0:1,server': NET,
      'set H=0.0.0.0\r\nset M=tcp:%H%:1,server\r\nqemu -qmp %M%': NET,
      'set "MON=-monitor tcp:0.0.0.0:1,server"\r\nqemu %MON%\r\n': NET,
      'set MON=-monitor tcp:0.0.0.0:1,server\r\nqemu %MON%\r\n': NET,
      '@qemu -monitor tcp:0.0.0.0:1,server': NET,
      'call run.bat -monitor tcp:0.0.0.0:1,server': NET,
      'if exist x (\r\n  qemu -monitor tcp:0.0.0.0:1,server\r\n)': NET,
      'for %%p in (1 2) do qemu -monitor tcp:0.0.0.0:%%p,server': NET,
      'qemu -monitor tcp:0.0.0.0:!PORT!,server': NET,
      'qemu -monitor telnet::1,server -monitor stdio': 'telnet::1',
      'qemu -qmp tcp:0.0.0.0:1,server\r\nrem -monitor tcp::2,server': NET,
      'qemu -monitor tcp:0.0.0.0:1,server & rem it starts': NET,
      'echo it starts & qemu -monitor tcp:0.0.0.0:1,server': NET,
      '%~dp0qemu.exe -monitor "tcp:0.0.0.0:1,server"': NET,
      'cmd /c "qemu -monitor tcp:0.0.0.0:1,server"': NET,
      'qemu ^\n  -qmp ^\n  tcp:0.0.0.0:1,server': NET,
      'qemu -qmp tcp:0.0.0.0:1,server >log.txt 2>&1': NET,
    },
    rejected: [
      'rem qemu -monitor tcp:0.0.0.0:1,server',
      ':: qemu -monitor tcp:0.0.0.0:1,server',
      'echo qemu -monitor tcp:0.0.0.0:1,server',
      'set M=none\r\nset M =tcp:0.0.0.0:1,server\r\nqemu -monitor %M%',
      'set M=tcp:0.0.0.0:1,server\r\nqemu -monitor !M!',
      'echo it ^& qemu -monitor tcp:0.0.0.0:1,server',
      '@rem qemu -monitor tcp:0.0.0.0:1,server',
      '  REM qemu -monitor tcp:0.0.0.0:1,server',
      'qemu & rem -monitor tcp:0.0.0.0:1,server',
      'echo.qemu -monitor tcp:0.0.0.0:1,server',
      '@echo qemu -monitor tcp:0.0.0.0:1,server >x',
      'qemu & echo -monitor tcp:0.0.0.0:1,server',
      'title qemu -monitor tcp:0.0.0.0:1,server',
      'findstr /c:"-monitor tcp:0.0.0.0:1,server" run.log',
      'if "%1"=="-monitor tcp:0.0.0.0:1,server" goto x',
      'set "NAME=-S -gdb tcp::1234"',
      'qemu -serial tcp::1,server -gdb tcp::1234',
      'qemu -monitor stdio -serial telnet::1,server',
      'qemu -monitor %MON%',
      'qemu -monitor\ntcp:0.0.0.0:1,server',
    ],
  },
];
