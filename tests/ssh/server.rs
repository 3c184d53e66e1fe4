//! An SSH server on loopback that lets in the account of the tests by a throw-away key, and goes with this process.
//! Where it cannot be had a test is skipped and says so, unless `CI_REQUIRES_SSH=1` forbids that.

use std::{
    env,
    fs::{self, File, Permissions},
    io,
    net::{TcpListener, TcpStream},
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::LazyLock,
    thread,
    time::{Duration, Instant},
};

/// A server that answers.
pub(crate) struct Server {
    port: u16,
    account: String,
    /// Keys, sockets and the homes of all tests.
    folder: PathBuf,
    tmux: PathBuf,
    /// Reads a pipe of this process: when that ends, however it does, it ends the server and removes its files.
    _keeper: Child,
}

static SERVER: LazyLock<Result<Server, String>> = LazyLock::new(Server::started);

/// The server; `None` when there is none, which is said.
pub(crate) fn server() -> Option<&'static Server> {
    match &*SERVER {
        Ok(it) => Some(it),
        Err(why) => {
            assert!(env::var("CI_REQUIRES_SSH").as_deref() != Ok("1"), "an SSH server is required: {why}");
            println!("skipped: {why}");
            None
        }
    }
}

impl Server {
    /// Where one test may keep its files.
    pub(crate) fn folder(&self, of: &str) -> PathBuf {
        let folder = self.folder.join(of);
        fs::create_dir_all(folder.join("tmp")).expect("a folder is made");
        folder
    }

    /// What runs `command` on the server, in a terminal there.
    pub(crate) fn client(&self, command: &str) -> Vec<String> {
        let at = |name: &str| self.folder.join(name).display().to_string();
        let mut words: Vec<String> = ["ssh", "-F", "/dev/null", "-tt", "-e", "none"].map(String::from).into();
        words.extend(["-p".into(), self.port.to_string(), "-i".into(), at("key")]);
        let options = [format!("UserKnownHostsFile={}", at("known_hosts")), "GlobalKnownHostsFile=/dev/null".into()];
        let options =
            options.into_iter().chain(["IdentitiesOnly=yes", "BatchMode=yes", "LogLevel=ERROR"].map(String::from));
        words.extend(options.flat_map(|it| ["-o".to_owned(), it]));
        words.extend([format!("{}@127.0.0.1", self.account), command.to_owned()]);
        words
    }

    /// The start of a tmux command, with a server of its own.
    pub(crate) fn tmux(&self, home: &Path) -> String {
        format!("LANG=C.UTF-8 {} -u -f /dev/null -S {}", self.tmux.display(), home.join("tmux").display())
    }

    fn started() -> Result<Self, String> {
        let sshd = program("sshd").ok_or("no SSH server is installed (Debian: apt-get install openssh-server)")?;
        let tmux = program("tmux").ok_or("no tmux is installed (Debian: apt-get install tmux)")?;
        let keygen = program("ssh-keygen").ok_or("no ssh-keygen is installed")?;
        program("ssh").ok_or("no SSH client is installed (Debian: apt-get install openssh-client)")?;
        // The path of a socket may have 107 bytes, so not below TMPDIR.
        let folder = tempfile::Builder::new().prefix("psa-ssh-").tempdir_in("/tmp").map_err(|it| it.to_string())?;
        fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).map_err(|it| it.to_string())?;
        for name in ["key", "host_key"] {
            let mut command = Command::new(&keygen);
            command.args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"]).arg(folder.path().join(name));
            said(&mut command)?;
        }
        let public = |name: &str| fs::read_to_string(folder.path().join(name)).map_err(|it| it.to_string());
        fs::write(folder.path().join("authorized_keys"), public("key.pub")?).map_err(|it| it.to_string())?;
        // Of an account without rights it is not asked.
        if rustix::process::geteuid().is_root() {
            fs::create_dir_all("/run/sshd").map_err(|it| it.to_string())?;
        }
        let account = said(Command::new("id").arg("-un"))?.trim().to_owned();
        let host_key = public("host_key.pub")?;
        let folder = folder.keep();
        let mut last = String::new();
        for _ in 0..5 {
            match listening(&sshd, &tmux, &folder) {
                Ok((keeper, port)) => {
                    let known = format!("[127.0.0.1]:{port} {host_key}");
                    fs::write(folder.join("known_hosts"), known).map_err(|it| it.to_string())?;
                    return Ok(Self { port, account, folder, tmux, _keeper: keeper });
                }
                // Somebody may have taken the port meanwhile.
                Err(why) => last = why,
            }
        }
        let _ = fs::remove_dir_all(&folder);
        Err(last)
    }
}

/// Starts the server at a port that was free a moment ago, and waits until it answers.
fn listening(sshd: &Path, tmux: &Path, folder: &Path) -> Result<(Child, u16), String> {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).map_err(|it| it.to_string())?.port();
    let at = |name: &str| folder.join(name).display().to_string();
    let config = format!(
        "ListenAddress 127.0.0.1:{port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nUsePAM no\nStrictModes no\n\
         PermitRootLogin prohibit-password\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n\
         PrintMotd no\nPrintLastLog no\nMaxStartups 100\n",
        at("host_key"),
        at("authorized_keys"),
    );
    fs::write(folder.join("config"), config).map_err(|it| it.to_string())?;
    let log = File::create(folder.join("log")).map_err(|it| it.to_string())?;
    let mut keeper = Command::new("/bin/sh")
        .args(["-c", KEEPER, "keeper"])
        .arg(folder)
        .arg(tmux)
        .arg(sshd)
        .args(["-D", "-e", "-f"])
        .arg(folder.join("config"))
        .current_dir("/")
        // Not hit by what is typed at the tests.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .map_err(|it| it.to_string())?;
    let deadline = Instant::now() + Duration::from_secs(20);
    while Instant::now() < deadline && keeper.try_wait().is_ok_and(|it| it.is_none()) {
        let said = fs::read_to_string(folder.join("log")).unwrap_or_default();
        if said.contains("Server listening on") && TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok((keeper, port));
        }
        thread::sleep(Duration::from_millis(10));
    }
    drop(keeper.stdin.take());
    let _ = keeper.wait();
    Err(format!("the SSH server did not start: {}", fs::read_to_string(folder.join("log")).unwrap_or_default()))
}

/// Runs the server until the pipe on its standard input ends, then ends what its sessions left in a tmux, too. A server that ends
/// by itself leaves its log.
const KEEPER: &str = r#"
folder=$1; tmux=$2; shift 2
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{
    read -r _ <&3
    for socket in "$folder"/*/tmux; do [ ! -S "$socket" ] || "$tmux" -S "$socket" kill-server 2>/dev/null; done
    : >"$folder/over"
    kill $server 2>/dev/null
} &
reader=$!
exec 3<&-
wait $server
was=$?
if [ -e "$folder/over" ]; then rm -rf "$folder"; else kill $reader 2>/dev/null; fi
exit $was
"#;

/// The output of a program that ended well.
fn said(command: &mut Command) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().map_err(|it: io::Error| it.to_string())?;
    if !output.status.success() {
        return Err(format!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|it| it.to_string())
}

/// The whole path of a program: `sshd` insists on it, and is on the path of administrators only.
fn program(name: &str) -> Option<PathBuf> {
    let of_path = env::var_os("PATH").map(|it| env::split_paths(&it).collect::<Vec<_>>()).unwrap_or_default();
    let places = of_path.into_iter().chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    places.map(|it| it.join(name)).find(|it| it.is_file())
}
