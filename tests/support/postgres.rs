//! A PostgreSQL database for one test: on the server that `PSA_CONNECT_TEST_DATABASE` names, or on a private one that is
//! started for this process and goes with it. It is no part of what ships.
//!
//! Where neither can be had a test is skipped and says so, unless `CI_REQUIRES_POSTGRES=1` forbids that.

use std::{
    env,
    fs::{self, File, Permissions},
    io,
    net::TcpListener,
    os::unix::{
        fs::{PermissionsExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use postgres::{Client, Config, NoTls};

/// An empty database, dropped with this.
pub(crate) struct TestDatabase {
    name: String,
    server: &'static Server,
}

/// A server that answers, and how to get into it as one who may do everything.
struct Server {
    config: Config,
    /// Of a private server: where its files are.
    folder: Option<PathBuf>,
    /// Reads a pipe of this process: when that ends, however it does, it ends the server and removes its files.
    _keeper: Option<Child>,
}

/// The role that a private server knows besides the superuser. It may log in only with [`PASSWORD`].
pub(crate) const LOCKED: &str = "locked";
/// Its password.
pub(crate) const PASSWORD: &str = "canary-of-locked";

static SERVER: LazyLock<Result<Server, String>> = LazyLock::new(|| match env::var("PSA_CONNECT_TEST_DATABASE") {
    Ok(url) => Ok(Server::at(&url)),
    Err(_) => Server::private(),
});

/// The server; `None` when there is none, which is said.
fn server() -> Option<&'static Server> {
    match &*SERVER {
        Ok(it) => Some(it),
        Err(why) => {
            assert!(env::var("CI_REQUIRES_POSTGRES").as_deref() != Ok("1"), "PostgreSQL is required: {why}");
            println!("skipped: {why}");
            None
        }
    }
}

impl TestDatabase {
    /// Makes one; `None` when there is no server, which is said.
    pub(crate) fn new() -> Option<Self> {
        Self::of("UTF8")
    }

    /// One that keeps text in this encoding.
    pub(crate) fn of(encoding: &str) -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let name = format!("psa_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let sql =
            format!("CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        server.client().batch_execute(&sql).expect("a database is made");
        Some(Self { name, server })
    }

    /// As the setting `database` takes it.
    pub(crate) fn url(&self) -> String {
        self.url_of(self.server.config.get_user().expect("every server has a user"))
    }

    /// The same for another role.
    pub(crate) fn url_of(&self, user: &str) -> String {
        let [port] = self.server.config.get_ports() else { panic!("one port") };
        let host = match self.server.config.get_hosts() {
            [postgres::config::Host::Tcp(host)] => host.clone(),
            [postgres::config::Host::Unix(folder)] => folder.display().to_string().replace('/', "%2F"),
            other => panic!("one host, not {other:?}"),
        };
        format!("postgres://{user}@{host}:{port}/{}", self.name)
    }

    /// Whether the server is one that others use, too.
    pub(crate) fn is_shared(&self) -> bool {
        self.server.folder.is_none()
    }

    /// Where the files and the socket of a private server are; `None` on a shared one, which is said.
    pub(crate) fn folder(&self) -> Option<&Path> {
        if self.is_shared() {
            println!("skipped: this is not for a server that others use, too");
        }
        self.server.folder.as_deref()
    }

    /// Somebody who may do everything in it.
    pub(crate) fn client(&self) -> Client {
        self.server.config.clone().dbname(&self.name).connect(NoTls).expect("the database is there")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // A private server goes as a whole; on another one nothing may be left. A test that failed is not made worse.
        if let Ok(mut client) = self.server.config.connect(NoTls) {
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

impl Server {
    fn at(url: &str) -> Self {
        let mut config: Config = url.parse().expect("PSA_CONNECT_TEST_DATABASE is a postgres:// address");
        if config.get_ports().is_empty() {
            config.port(5432);
        }
        if config.get_user().is_none() {
            config.user("postgres");
        }
        Self { config, folder: None, _keeper: None }
    }

    fn client(&self) -> Client {
        self.config.connect(NoTls).expect("the server answers")
    }

    fn private() -> Result<Self, String> {
        let programs = programs().ok_or("no PostgreSQL server is installed (Debian: apt-get install postgresql)")?;
        // The path of a socket may have 107 bytes, so not below TMPDIR.
        let folder = tempfile::Builder::new().prefix("psa-pg-").tempdir_in("/tmp").map_err(|it| it.to_string())?.keep();
        let run = As::here(&folder)?;
        let data = folder.join("data");
        let made = run
            .command(&programs.join("initdb"))
            .args(["--username=psa", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"])
            .arg(&data)
            .output()
            .map_err(|it| it.to_string())?;
        if !made.status.success() {
            return Err(format!("initdb failed: {}", String::from_utf8_lossy(&made.stderr)));
        }
        // This host's own users are trusted; the one role must say its password.
        let access = format!(
            "local all all trust\nhost all {LOCKED} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
        );
        fs::write(data.join("pg_hba.conf"), access).map_err(|it| it.to_string())?;
        let mut last = String::new();
        for _ in 0..5 {
            match Self::started(&run, &programs, &folder) {
                Ok(it) => return Ok(it),
                // Somebody may have taken the port meanwhile.
                Err(why) => last = why,
            }
        }
        let _ = fs::remove_dir_all(&folder);
        Err(last)
    }

    fn started(run: &As, programs: &Path, folder: &Path) -> Result<Self, String> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).map_err(|it| it.to_string())?.port();
        let log_path = folder.join("log");
        let log = File::create(&log_path).map_err(|it| it.to_string())?;
        let server = run.command(&programs.join("postgres"));
        let mut keeper = Command::new("/bin/sh")
            .args(["-c", KEEPER, "keeper"])
            .arg(folder)
            .arg(server.get_program())
            .args(server.get_args())
            .arg("-D")
            .arg(folder.join("data"))
            .args(["-p", &port.to_string(), "-k"])
            .arg(folder)
            // A process that is killed loses nothing that it gave to the system: only a machine that stops would.
            .args(["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=100"])
            .current_dir("/")
            // Not hit by what is typed at the tests.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(log.try_clone().map_err(|it| it.to_string())?)
            .stderr(log)
            .spawn()
            .map_err(|it| it.to_string())?;
        let mut config = Config::new();
        config.user("psa").dbname("postgres").host("127.0.0.1").port(port);
        let deadline = Instant::now() + Duration::from_mins(1);
        while Instant::now() < deadline && keeper.try_wait().is_ok_and(|it| it.is_none()) {
            if let Ok(mut client) = config.connect(NoTls) {
                let ours: String = client.query_one("SHOW data_directory", &[]).expect("it answers").get(0);
                if Path::new(&ours).starts_with(folder) {
                    let role = format!("CREATE ROLE {LOCKED} LOGIN PASSWORD '{PASSWORD}'");
                    client.batch_execute(&role).expect("a role is made");
                    return Ok(Self { config, folder: Some(folder.to_owned()), _keeper: Some(keeper) });
                }
            }
            thread::sleep(Duration::from_millis(20));
        }
        drop(keeper.stdin.take());
        let _ = keeper.wait();
        Err(format!("the server did not start: {}", fs::read_to_string(log_path).unwrap_or_default()))
    }
}

/// Runs the server until the pipe on its standard input ends. A server that ends by itself ends it, too.
const KEEPER: &str = r#"
folder=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ read -r _ <&3; kill -INT $server 2>/dev/null; } &
reader=$!
exec 3<&-
wait $server
was=$?
kill $reader 2>/dev/null
case $was in 0) rm -rf "$folder" ;; esac
exit $was
"#;

/// The account that the server runs as: it refuses to be root.
struct As(Option<(u32, u32)>);

impl As {
    /// This account, or one without rights to which `folder` is given.
    fn here(folder: &Path) -> Result<Self, String> {
        fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(|it| it.to_string())?;
        if !rustix::process::geteuid().is_root() {
            return Ok(Self(None));
        }
        let known = fs::read_to_string("/etc/passwd").map_err(|it| it.to_string())?;
        let ids = ["postgres", "nobody"].iter().find_map(|name| {
            let line = known.lines().find(|it| it.split(':').next() == Some(name))?;
            let mut numbers = line.split(':').skip(2).map(str::parse);
            Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
        });
        let (user, group) = ids.ok_or("there is no account for the server to run as")?;
        chown(folder, Some(user), Some(group)).map_err(|it| it.to_string())?;
        Ok(Self(Some((user, group))))
    }

    fn command(&self, program: &Path) -> Command {
        let Some((user, group)) = self.0 else { return Command::new(program) };
        let mut command = Command::new("setpriv");
        command.arg(format!("--reuid={user}")).arg(format!("--regid={group}")).arg("--clear-groups").arg(program);
        command.current_dir("/");
        command
    }
}

/// The directory with `initdb` and `postgres`, the newest where there are several.
fn programs() -> Option<PathBuf> {
    let of_path = env::var_os("PATH").map(|it| env::split_paths(&it).collect::<Vec<_>>()).unwrap_or_default();
    let of_config = Command::new("pg_config").arg("--bindir").output().ok();
    let of_config = of_config.map(|it| PathBuf::from(String::from_utf8_lossy(&it.stdout).trim()));
    let mut of_debian: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .unwrap_or_default()
        .iter()
        .map(|it| it.path().join("bin"))
        .collect();
    of_debian.sort_by_key(|it| version_of(it));
    let all = of_config.into_iter().chain(of_debian.into_iter().rev()).chain(of_path);
    // Behind a link the server looks for its files in the wrong place.
    let mut whole = all.filter_map(|it| it.join("postgres").canonicalize().ok()?.parent().map(Path::to_owned));
    whole.find(|it| it.join("initdb").is_file())
}

fn version_of(path: &Path) -> Option<u32> {
    path.parent()?.file_name()?.to_str()?.parse().ok()
}
