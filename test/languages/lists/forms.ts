/**
 * How lists of options are written in each language: what has to be found, with the text that the finding stands on, and
 * what has to be passed over in silence. One table for all, since it is read across: which form each of them has.
 */

export interface Form {
  readonly text: string;
  /** The texts that findings stand on, in their order. */
  readonly found: readonly string[];
}

/** The forms of a language, by the id that editors have for it. */
export interface LanguageForms {
  readonly languageId: string;
  readonly path: string;
  readonly accepted: readonly Form[];
  readonly rejected: readonly string[];
}

const NET = '0.0.0.0';
const LOCAL = '127.0.0.1';

export const FORMS: readonly LanguageForms[] = [
  {
    languageId: 'javascript',
    path: '/w/run.js',
    accepted: [
      { text: "spawn(qemu, ['-m', '1G', '-monitor', 'tcp:0.0.0.0:4444,server'])", found: [NET] },
      { text: "args.push(\n  '-qmp',\n  `tcp:127.0.0.1:${port},server`,\n);", found: [LOCAL] },
      { text: "args.push('-qmp');\nargs.push(`tcp:0.0.0.0:${port},server`);", found: [NET] },
      { text: "const m = 'tcp:0.0.0.0:1,server';\nspawn(q, ['-monitor', m]);", found: [NET] },
      {
        text: "const host = '0.0.0.0';\nspawn(q, ['-qmp', `tcp:${host}:${p},server`]);",
        found: [NET],
      },
      { text: "spawn(q, ['-qmp', 'tcp:' + host + ',server'])", found: ['host'] },
      { text: "spawn(q, ['-qmp', 'tcp:0.0.0.0:' + port + ',server'])", found: [NET] },
      {
        text: "const m = win\n  ? 'tcp:127.0.0.1:55,server'\n  : `unix:${dir}/m.sock,server`;\nspawn(q, ['-qmp', m]);",
        found: [LOCAL],
      },
      { text: "export const OPTIONS = '-m 1G -monitor tcp:0.0.0.0:4444,server';", found: [NET] },
      {
        text: "const m = process.argv.length > 2 ? 'tcp:127.0.0.1:55,server' : 'unix:m.sock,server';\nspawn(q, ['-qmp', m]);",
        found: [LOCAL],
      },
      {
        text: 'exec(`qemu-system-arm -m ${size} -monitor telnet::7001,server`);',
        found: ['telnet::7001'],
      },
      {
        text: "run(['-chardev', 'socket,id=m,host=0.0.0.0,port=1,server=on', '-mon', 'chardev=m'])",
        found: [NET],
      },
      {
        text: "args.push('-mon', 'chardev=m,mode=control');\nif (w) args.push('-chardev', 'socket,id=m,host=0.0.0.0,port=1,server=on');\nelse args.push('-chardev', 'socket,id=m,path=/run/x/m.sock,server=on');",
        found: [NET],
      },
      {
        text: "const m = given || 'tcp:0.0.0.0:1,server';\nspawn(q, ['-monitor', m]);",
        found: [NET],
      },
      {
        text: "it('starts', () => { spawn(q, ['-monitor', 'tcp::1,server']) })",
        found: ['tcp::1'],
      },
      { text: 'const a = /["\']/;\nspawn(q, ["-monitor", "tcp::1,server"])', found: ['tcp::1'] },
      { text: "spawn(q, ['-serial', 'mon:telnet::1,server'])", found: ['telnet::1'] },
    ],
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
    accepted: [
      {
        text: "const mon: string = 'tcp:0.0.0.0:1,server';\nrun(['-monitor', mon as string]);",
        found: [NET],
      },
      {
        text: "class A { private static readonly MON = 'tcp::1,server';\n  f() { run(['-qmp', A.MON]) } }",
        found: ['tcp::1'],
      },
      {
        text: "const a = process.env.T || '127.0.0.1:1';\nrun(['-qmp', 'tcp:' + a + ',server']);",
        found: ['127.0.0.1'],
      },
      {
        text: "run(['-qmp', 'tcp:' + (local ? '127.0.0.1' : host) + ':1,server']);",
        found: ['127.0.0.1'],
      },
      {
        text: 'run(`podman run -e ARGS="-cpu host -qmp tcp:0.0.0.0:1,server" img`)',
        found: [NET],
      },
    ],
    rejected: ["it('x', () => { expect(f()).toBe('-monitor tcp::1,server') })"],
  },
  {
    languageId: 'go',
    path: '/w/run.go',
    accepted: [
      { text: 'exec.Command(emu, "-m", "1G", "-monitor", "tcp:0.0.0.0:1,server")', found: [NET] },
      {
        text: 'func f() {\n\tmon := fmt.Sprintf("telnet:127.0.0.1:%d,server,nowait", p)\n\texec.Command(emu, "-monitor", mon)\n}',
        found: [LOCAL],
      },
      {
        text: 'args = append(args, "-qmp", fmt.Sprintf("tcp:0.0.0.0:%d,server", p))',
        found: [NET],
      },
      {
        text: 'func f() {\n\targs = append(args, "-qmp")\n\targs = append(args, `tcp::4444,server`)\n}',
        found: ['tcp::4444'],
      },
      { text: 'opts = append(opts, "-monitor tcp:0.0.0.0:1234,server,nowait")', found: [NET] },
      {
        text: 'func f() {\n\thp := "0.0.0.0:7001"\n\trun("-qmp", fmt.Sprintf("tcp:%s,server", hp))\n}',
        found: ['0.0.0.0'],
      },
      { text: 'run("-qmp", fmt.Sprintf("tcp:%s:%d,server", host, port))', found: ['host'] },
      {
        text: 'func f() {\n\ta := fmt.Sprintf("127.0.0.1:%d", p)\n\trun("-qmp", "tcp:" + a + ",server")\n}',
        found: ['127.0.0.1'],
      },
      {
        text: `var c = "bash -c 'qemu-system-x86_64 -monitor tcp::4444,server,nowait'"`,
        found: ['tcp::4444'],
      },
      {
        text: 'x := []string{\n\t"-chardev", fmt.Sprintf("socket,id=m,host=0.0.0.0,port=%d,server=on", p),\n\t"-mon", "chardev=m",\n}',
        found: [NET],
      },
      {
        text: 'const addr = "tcp:0.0.0.0:1,server"\n\nfunc f() {\n\trun("-qmp", addr)\n}',
        found: [NET],
      },
      {
        text: 'func g(v *VM) {\n\tv.addr = "tcp:0.0.0.0:1,server"\n}\nfunc (v *VM) f() {\n\trun("-qmp", v.addr)\n}',
        found: [NET],
      },
    ],
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
    accepted: [
      {
        text: 'fn f() { cmd.arg("-monitor").arg("telnet::7001,server,nowait"); }',
        found: ['telnet::7001'],
      },
      {
        text: 'fn f() { cmd.arg("-m").arg("1G")\n  .arg("-qmp")\n  .arg(format!("tcp:127.0.0.1:{},server", p)); }',
        found: [LOCAL],
      },
      {
        text: 'fn f() { cmd.args([\n  "-qmp",\n  // the console\n  &format!("tcp:0.0.0.0:{port},server"),\n]); }',
        found: [NET],
      },
      { text: 'fn f() { cmd.arg("-qmp");\n cmd.arg("tcp:0.0.0.0:1,server"); }', found: [NET] },
      {
        text: 'fn f() { let m = if x { "tcp::1,server" } else { "unix:/run/me/x,server" };\n v.push("-monitor".to_string()); v.push(m.to_string()); }',
        found: ['tcp::1'],
      },
      {
        text: 'const MON: &str = r#"tcp:0.0.0.0:1,server"#;\nfn f() { run(&["-monitor", MON]); }',
        found: [NET],
      },
      {
        text: 'fn f() { v.extend(vec![OsString::from("-monitor"), OsString::from("tcp::1,server")]); }',
        found: ['tcp::1'],
      },
      {
        text: 'fn f() { for pair in [["-monitor", "tcp::1,server"]] { assert!(x); cmd.args(pair); } }',
        found: ['tcp::1'],
      },
    ],
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
    accepted: [
      {
        text: 'void f() { execlp("qemu-system-arm", "qemu", "-monitor", "tcp:0.0.0.0:1,server", NULL); }',
        found: [NET],
      },
      {
        text: 'void f() { char m[64]; snprintf(m, sizeof(m), "telnet:0.0.0.0:%d,server", p); execl(q, "-monitor", m, 0); }',
        found: [NET],
      },
      {
        text: 'void f() { argv[n++] = "-qmp"; argv[n++] = "tcp:0.0.0.0:" PORT ",server"; }',
        found: [NET],
      },
      {
        text: 'void f() { system("qemu-system-arm -m 1G "\n  "-monitor tcp:0.0.0.0:1,server"); }',
        found: [NET],
      },
      {
        text: '#define MON "tcp:0.0.0.0:1,server"\nconst char *a[] = { "-monitor", MON, NULL };',
        found: [NET],
      },
    ],
    rejected: [
      'void f() { printf("  -monitor tcp:0.0.0.0:1,server\\n"); }',
      'void f() { fprintf(stderr, "qemu-system-arm -monitor tcp:0.0.0.0:1,server\\n"); }',
      'void f() { if (!strcmp(a, "-monitor")) b = "tcp:0.0.0.0:1,server"; }',
      '// "-monitor", "tcp:0.0.0.0:1,server"',
      'static struct option o[] = { { "-monitor", 1, 0, 0 }, { "tcp:0.0.0.0:1,server", 0, 0, 0 } };',
    ],
  },
  {
    languageId: 'cpp',
    path: '/w/run.cpp',
    accepted: [
      {
        text: 'void f() { args << "-monitor" << QString("tcp:0.0.0.0:%1,server").arg(port); }',
        found: [NET],
      },
      {
        text: 'void f() { args << "-monitor" << QString("tcp:%1:%2,server").arg(host).arg(port); }',
        found: ['%1'],
      },
      {
        text: 'void f() { v.push_back("-monitor"); v.push_back("tcp::7,server"); }',
        found: ['tcp::7'],
      },
      {
        text: 'void f() { std::string m = "tcp:0.0.0.0:" + std::to_string(p) + ",server"; v = {"-qmp", m}; }',
        found: [NET],
      },
      { text: 'auto s = R"(-m 1G -monitor tcp:0.0.0.0:1,server)";', found: [NET] },
    ],
    rejected: ['TEST(A, B) { EXPECT_EQ(args, (V{"-monitor", "tcp:0.0.0.0:1,server"})); }'],
  },
  {
    languageId: 'csharp',
    path: '/w/Run.cs',
    accepted: [
      {
        text: 'class A { void F() { info.ArgumentList.Add("-qmp"); info.ArgumentList.Add($"tcp:127.0.0.1:{port},server"); } }',
        found: [LOCAL],
      },
      {
        text: 'class A { string[] a = new[] { "-monitor", "tcp:0.0.0.0:1,server" }; }',
        found: [NET],
      },
      {
        text: 'class A { void F() { info.Arguments = @"-m 1G -monitor tcp:0.0.0.0:1,server"; } }',
        found: [NET],
      },
    ],
    rejected: ['class A { void F() { Assert.Equal("-monitor tcp:0.0.0.0:1,server", a); } }'],
  },
  {
    languageId: 'java',
    path: '/w/Run.java',
    accepted: [
      {
        text: 'class A { void f() { l.add("-qmp"); String s = "tcp:"; s += "0.0.0.0:" + port; s += ",server"; l.add(s); } }',
        found: [NET],
      },
      {
        text: 'class A { void f() {\n l.add("-qmp");\n if (open) {\n  String s = "tcp:";\n  s += (":" + Config.PORT);\n  l.add(s + ",server");\n } else {\n  l.add("unix:" + path);\n }\n} }',
        found: ['tcp:'],
      },
      {
        text: 'class A { static final String M = "tcp:0.0.0.0:1,server"; void f() { List.of("-monitor", M); } }',
        found: [NET],
      },
      {
        text: 'class A { void f() { b.command("-qmp", String.format("tcp:0.0.0.0:%d,server", p)); } }',
        found: [NET],
      },
    ],
    rejected: [
      'class A { void f() { assertThat(a).containsExactly("-monitor", "tcp:0.0.0.0:1,server"); } }',
    ],
  },
  {
    languageId: 'kotlin',
    path: '/w/run.kt',
    accepted: [
      { text: 'fun f() { run(listOf("-monitor", "tcp:0.0.0.0:$port,server")) }', found: [NET] },
      {
        text: 'fun f() { val m = if (w) "tcp:127.0.0.1:${p},server" else "unix:/run/me/m,server"\n args += listOf("-qmp", m) }',
        found: [LOCAL],
      },
    ],
    rejected: ['fun f() { println("-monitor tcp:0.0.0.0:1,server") }'],
  },
  {
    languageId: 'groovy',
    path: '/w/run.groovy',
    accepted: [
      { text: 'def cmd = ["qemu", "-monitor", "tcp:0.0.0.0:${port},server"]', found: [NET] },
      { text: "args '-monitor', 'tcp:0.0.0.0:1,server'", found: [NET] },
    ],
    rejected: ["println '-monitor tcp:0.0.0.0:1,server'"],
  },
  {
    languageId: 'ruby',
    path: '/w/run.rb',
    accepted: [
      { text: "system('kvm', '-monitor', 'tcp:0.0.0.0:4444,server')", found: [NET] },
      { text: 'args = %w[-S]\nargs += [\'-qmp\', "tcp:127.0.0.1:#{port},server"]', found: [LOCAL] },
      { text: "args << '-qmp' << 'tcp:0.0.0.0:1,server'", found: [NET] },
      { text: "args << '-qmp'\nargs << 'tcp:0.0.0.0:1,server'", found: [NET] },
      { text: "@args.push '-qmp'\n@args.push 'tcp:0.0.0.0:1,server'", found: [NET] },
      { text: 'args.push(\'-qmp\', "tcp:0.0.0.0:#{p},server") if debug?', found: [NET] },
      { text: "MON = 'tcp:0.0.0.0:1,server'.freeze\nrun('-monitor', MON)", found: [NET] },
      { text: "mon = 'tcp:0.0.0.0:1,server'\nrun('-monitor', mon)", found: [NET] },
      { text: '`kvm -m 1G -monitor telnet::7001,server`', found: ['telnet::7001'] },
      { text: "system 'kvm -m 1G -monitor telnet::7001,server'", found: ['telnet::7001'] },
      { text: "# it's\nx = \"it's\"\nrun('-monitor', 'tcp::1,server')", found: ['tcp::1'] },
      { text: "a = <<~EOS\n  don't\nEOS\nrun('-monitor', 'tcp::1,server')", found: ['tcp::1'] },
      { text: 'cmd += %W(-append (x) -monitor tcp:0.0.0.0:#{port},server)', found: [NET] },
      { text: 'b = a %w\ncmd = %w[kvm -S] + %w|-qmp tcp::1,server|', found: ['tcp::1'] },
      { text: 'system %x(kvm -monitor telnet::7001,server)', found: ['telnet::7001'] },
      {
        text: 'cmd += %W(-chardev socket,id=m,host=localhost,port=#{p},server=on)\ncmd += %W(-mon chardev=m)',
        found: ['localhost'],
      },
      {
        text: "args << '-chardev socket,id=m,host=0.0.0.0,port=1,server=on'\nargs << '-mon chardev=m'",
        found: [NET],
      },
    ],
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
    accepted: [
      {
        text: 'libvirt.qemuargs :value => "-qmp"\nlibvirt.qemuargs :value => "tcp:0.0.0.0:#{p},server"',
        found: [NET],
      },
      {
        text: "libvirt.qemuargs value: '-qmp'\n# QMP\nlibvirt.qemuargs value: 'tcp::1,server'",
        found: ['tcp::1'],
      },
    ],
    rejected: [
      "libvirt.qemuargs value: '-qmp'\nlibvirt.cpus = 2\nother.args value: 'tcp::1,server'",
      "libvirt.qemuargs value: '-qmp'\nother.qemuargs value: 'tcp::1,server'",
      "libvirt.qemuargs value: '-serial'\nlibvirt.qemuargs value: 'tcp::1,server'",
    ],
  },
  {
    languageId: 'zig',
    path: '/w/build.zig',
    accepted: [
      {
        // QEMU connects, and to no host: "address resolution failed for :7777".
        text: 'run.addArgs(&.{ "-monitor", "tcp::7777" });',
        found: ['refused-by-qemu :'],
      },
      {
        text: 'run.addArgs(&.{ "-monitor", "tcp:localhost:7777" });',
        found: ['monitor-connects-out localhost'],
      },
      { text: 'run.addArgs(&.{ "-monitor", "tcp:127.0.0.1:55,server" });', found: [LOCAL] },
      { text: 'run.addArg("-monitor");\nrun.addArg("tcp:0.0.0.0:55,server");', found: [NET] },
      {
        text: 'const m = try std.fmt.allocPrint(a, "tcp:0.0.0.0:{d},server", .{port});\nrun.addArgs(&.{ "-qmp", m });',
        found: [NET],
      },
    ],
    rejected: ['// run.addArgs(&.{ "-monitor", "tcp:127.0.0.1:55,server" });'],
  },
  {
    languageId: 'nix',
    path: '/w/vm.nix',
    accepted: [
      { text: '{ options = [ "-monitor" "tcp:127.0.0.1:4444,server" ]; }', found: [LOCAL] },
      {
        text: '{ virtualisation.qemu.options = [ "-monitor tcp:0.0.0.0:4444,server" ]; }',
        found: [NET],
      },
      { text: "let m = ''tcp:0.0.0.0:${toString port},server''; in [ \"-qmp\" m ]", found: [NET] },
    ],
    rejected: [
      '{ options = [ "-monitor" "unix:${x},server" ]; }',
      '{ options = [ "-serial" "tcp:0.0.0.0:4444,server" ]; } # "-monitor" "tcp::1,server"',
    ],
  },
  {
    languageId: 'cmake',
    path: '/w/CMakeLists.txt',
    accepted: [
      {
        text: 'set(PORT 4444)\nadd_custom_target(run COMMAND qemu-system-arm -m 1G\n  -monitor tcp:0.0.0.0:${PORT},server)',
        found: [NET],
      },
      { text: 'list(APPEND FLAGS "-qmp" "tcp::4,server")', found: ['tcp::4'] },
      {
        text: 'set(MON "tcp:0.0.0.0:1,server")\nadd_custom_target(run COMMAND ${QEMU} -monitor ${MON})',
        found: [NET],
      },
    ],
    rejected: [
      'message(STATUS "-monitor tcp:0.0.0.0:1,server")',
      '# -monitor tcp:0.0.0.0:1,server',
    ],
  },
  {
    languageId: 'hcl',
    path: '/w/vm.pkr.hcl',
    accepted: [
      { text: 'qemuargs = [["-qmp", "tcp:localhost:7001,server,wait=off"]]', found: ['localhost'] },
      {
        text: 'qemuargs = [\n  ["-m", "1G"],\n  ["-serial", "mon:telnet::1,server"],\n]',
        found: ['telnet::1'],
      },
      {
        text: 'locals {\n  mon = "tcp:0.0.0.0:${var.port},server"\n}\nsource "qemu" "x" {\n  qemuargs = [["-monitor", local.mon]]\n}',
        found: [],
      },
    ],
    rejected: ['# qemuargs = [["-qmp", "tcp:localhost:7001,server,wait=off"]]'],
  },
  {
    languageId: 'json',
    path: '/w/vm.json',
    accepted: [
      {
        text: '{"args": [\n  "-m", "1G",\n  "-monitor",\n  "tcp:127.0.0.1:4444,server"\n]}',
        found: [LOCAL],
      },
      { text: '{"qemuargs": [["-qmp", "tcp:0.0.0.0:{{ .port }},server"]]}', found: [NET] },
      { text: '{"args": {"-monitor": "tcp:0.0.0.0:1,server"}}', found: [NET] },
      { text: '{"command": "qemu-system-arm -m 1G -monitor tcp:0.0.0.0:1,server"}', found: [NET] },
    ],
    rejected: [
      '{"description": "-monitor tcp:0.0.0.0:1,server"}',
      '{"-monitor": 1, "x": "tcp:0.0.0.0:1,server"}',
    ],
  },
  {
    languageId: 'jsonc',
    path: '/w/.vscode/tasks.json',
    accepted: [
      {
        text: '{\n  // the task\n  "args": ["-monitor", "tcp:0.0.0.0:1,server",],\n}',
        found: [NET],
      },
    ],
    rejected: ['{\n  // "args": ["-monitor", "tcp:0.0.0.0:1,server"],\n}'],
  },
  {
    languageId: 'toml',
    path: '/w/.cargo/config.toml',
    accepted: [
      {
        text: 'runner = "qemu-system-arm -monitor tcp:127.0.0.1:4444,server -kernel"',
        found: [LOCAL],
      },
      {
        text: "runner = [\n  'qemu-system-arm',\n  '-qmp', # control\n  'tcp::4,server',\n]",
        found: ['tcp::4'],
      },
    ],
    rejected: ['# runner = "qemu-system-arm -monitor tcp:127.0.0.1:4444,server -kernel"'],
  },
  {
    languageId: 'powershell',
    path: '/w/run.ps1',
    accepted: [
      {
        text: '$a = @("-m", "64", "-monitor", "tcp:127.0.0.1:$port,server,nowait")',
        found: [LOCAL],
      },
      { text: '& $Emu -m 64M -monitor telnet:127.0.0.1:7001,server,nowait', found: [LOCAL] },
      { text: '$b += @("-qmp",\n  "tcp:0.0.0.0:${port},server")', found: [NET] },
      {
        text: '$mon = "tcp::4444,server"\nStart-Process $q -ArgumentList "-monitor", $mon',
        found: ['tcp::4444'],
      },
      { text: '& $q `\n  -qmp tcp:0.0.0.0:55,server `\n  -m 1', found: [NET] },
      {
        text: 'Start-Process $q -ArgumentList "-m 1G -monitor tcp:0.0.0.0:1,server"',
        found: [NET],
      },
      {
        text: "$line = ' -m 64' +\n  ' -monitor \"tcp:127.0.0.1:' + $port + ',server\"'",
        found: [LOCAL],
      },
      { text: '$list.Add(\'-qmp\')\n$list.Add("tcp::1,server")', found: ['tcp::1'] },
      {
        text: '$x = if ($w) { "tcp::1,server" } else { "none" }\n$a = @("-monitor", $x)',
        found: ['tcp::1'],
      },
      {
        text: '$q = @{ ArgumentList = @("-monitor", "tcp::1,server") }\nStart-Process @q',
        found: ['tcp::1'],
      },
      { text: "$t = @'\n-m 1G -monitor tcp:0.0.0.0:1,server\n'@", found: [NET] },
      {
        text: '$a = @("-monitor", "tcp::1,server")\nStart-Process -FilePath $q -ArgumentList $a',
        found: ['tcp::1'],
      },
      { text: '$a = @("-monitor", "tcp::1,server")\n& $q @a', found: ['tcp::1'] },
      {
        text: 'Start-Process $q -ArgumentList "-m 64 -monitor `"tcp:0.0.0.0:$port,server`" -S"',
        found: [NET],
      },
      { text: '$env:MON = "tcp::1,server"\n& $q -monitor $env:MON', found: ['tcp::1'] },
      { text: '$script:mon = "tcp::1,server"\n& $q -monitor $mon', found: ['tcp::1'] },
      { text: '$env:QEMU_ARGS = "-monitor tcp:0.0.0.0:1,server"', found: [NET] },
      { text: '& "$dir\\qemu.exe" -monitor "tcp:0.0.0.0:${port},server"', found: [NET] },
      { text: ".\\qemu.exe -monitor 'tcp:0.0.0.0:1,server'", found: [NET] },
      { text: '& $q -monitor tcp:0.0.0.0:$port,server', found: [NET] },
      { text: '& $q -monitor telnet::1,server -qmp stdio', found: ['telnet::1'] },
      { text: '$a = "-monitor", "tcp::1,server"', found: ['tcp::1'] },
      { text: "$a = @(\n  '-monitor' # HMP\n  'tcp::1,server'\n)", found: ['tcp::1'] },
      { text: '$a += "-monitor"\n$a += "tcp::1,server"', found: ['tcp::1'] },
      { text: 'if ($d) { $a += @("-monitor", "tcp::1,server") }', found: ['tcp::1'] },
      { text: '[void]$sb.Append(" -monitor tcp:0.0.0.0:1,server")', found: [NET] },
      { text: '$a = @("-monitor", "tcp:0.0.0.0:$(Get-Port),server")', found: [NET] },
      { text: '$a = @("-monitor", ("tcp:0.0.0.0:{0},server" -f $port))', found: [NET] },
      { text: '$m = "tcp:0.0.0.0:{0},server" -f $port\n& $q -monitor $m', found: [NET] },
      {
        text: '$x = if ($w) { "none" } else { "tcp::1,server" }\n$a = @("-monitor", $x)',
        found: ['tcp::1'],
      },
      { text: '$p.Arguments = "-m 1G -monitor tcp:0.0.0.0:1,server"', found: [NET] },
      { text: 'cmd /c "qemu -monitor tcp:0.0.0.0:1,server"', found: [NET] },
      { text: '$t = @"\n-m 1G -monitor tcp:0.0.0.0:$p,server\n"@', found: [NET] },
    ],
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
    accepted: [
      {
        text: '"%EMU%" ^\r\n  -monitor telnet:localhost:%PORT%,server,nowait ^\r\n  -m 1G\r\n',
        found: ['localhost'],
      },
      {
        text: 'start "vm" /b qemu-system-x86_64.exe -monitor telnet:0.0.0.0:7001,server -gdb tcp::1234',
        found: [NET],
      },
      { text: 'set MON=tcp::4444,server\nqemu-system-x86_64 -qmp %MON%', found: ['tcp::4444'] },
      { text: 'SET "FLAGS=-S -monitor tcp:0.0.0.0:5,server"', found: [NET] },
      { text: 'set "HOST=0.0.0.0"\nqemu -qmp tcp:%HOST%:%PORT%,server', found: [NET] },
      { text: 'start "" "%QEMU%" -monitor tcp:0.0.0.0:1,server', found: [NET] },
      { text: 'start /b qemu.exe -qmp tcp:0.0.0.0:1,server', found: [NET] },
      { text: 'set PORT=4444\r\nqemu -monitor tcp:0.0.0.0:%PORT%,server\r\n', found: [NET] },
      { text: 'set FLAGS=%FLAGS% -monitor tcp:0.0.0.0:1,server', found: [NET] },
      {
        text: 'set H=0.0.0.0\r\nset M=tcp:%H%:1,server\r\nqemu -qmp %M%',
        found: [NET],
      },
      { text: 'set "MON=-monitor tcp:0.0.0.0:1,server"\r\nqemu %MON%\r\n', found: [NET] },
      { text: 'set MON=-monitor tcp:0.0.0.0:1,server\r\nqemu %MON%\r\n', found: [NET] },
      { text: '@qemu -monitor tcp:0.0.0.0:1,server', found: [NET] },
      { text: 'call run.bat -monitor tcp:0.0.0.0:1,server', found: [NET] },
      { text: 'if exist x (\r\n  qemu -monitor tcp:0.0.0.0:1,server\r\n)', found: [NET] },
      { text: 'for %%p in (1 2) do qemu -monitor tcp:0.0.0.0:%%p,server', found: [NET] },
      { text: 'qemu -monitor tcp:0.0.0.0:!PORT!,server', found: [NET] },
      { text: 'qemu -monitor telnet::1,server -monitor stdio', found: ['telnet::1'] },
      { text: 'qemu -qmp tcp:0.0.0.0:1,server\r\nrem -monitor tcp::2,server', found: [NET] },
      { text: 'qemu -monitor tcp:0.0.0.0:1,server & rem it starts', found: [NET] },
      { text: 'echo it starts & qemu -monitor tcp:0.0.0.0:1,server', found: [NET] },
      { text: '%~dp0qemu.exe -monitor "tcp:0.0.0.0:1,server"', found: [NET] },
      { text: 'cmd /c "qemu -monitor tcp:0.0.0.0:1,server"', found: [NET] },
      { text: 'qemu ^\n  -qmp ^\n  tcp:0.0.0.0:1,server', found: [NET] },
      { text: 'qemu -qmp tcp:0.0.0.0:1,server >log.txt 2>&1', found: [NET] },
    ],
    rejected: [
      'rem qemu -monitor tcp:0.0.0.0:1,server',
      ':: qemu -monitor tcp:0.0.0.0:1,server',
      'echo qemu -monitor tcp:0.0.0.0:1,server',
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
