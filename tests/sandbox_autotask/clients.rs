//! What programs that were written for the vendor rely on, beyond the rows.

use reqwest::Method;

use super::{read, vendor};

#[tokio::test]
async fn a_wrong_login_is_refused_before_the_path_is_looked_at() {
    let vendor = vendor("").await;
    let asked = [
        (Method::POST, "/V1.0/Companies", 405),
        (Method::PATCH, "/V1.0/Contracts", 405),
        (Method::DELETE, "/V1.0/Companies/174/Contacts/30682885", 405),
        (Method::POST, "/V1.0/Version", 405),
        (Method::GET, "/V1.0/Tickets/query", 404),
        (Method::GET, "/V1.0/Tickets/1/Notes", 404),
        (Method::GET, "/V1.0/nonsense", 404),
    ];
    let login = &vendor.logins.autotask;
    for (method, path, status) in asked {
        let wrong = vendor.bare(method.clone(), path).header("UserName", &login.user_name);
        let reply = read(wrong.header("Secret", "no").header("ApiIntegrationCode", &login.tracking_id)).await;
        assert_eq!((reply.status, reply.text.as_str()), (401, ""), "{method} {path}");
        assert_eq!(reply.realm.as_deref(), Some("Basic Realm=\"127.0.0.1\""), "{method} {path}");
        let code = vendor.bare(method.clone(), path).header("UserName", &login.user_name);
        let reply = read(code.header("Secret", &login.secret).header("ApiIntegrationCode", "bad")).await;
        assert_eq!((reply.status, reply.error().as_str()), (500, "IntegrationCode is invalid."), "{method} {path}");
        assert_eq!(read(vendor.signed(method.clone(), path)).await.status, status, "{method} {path}");
    }
    // What needs no login is not asked for one, whatever is wrong with it.
    for path in ["/V1.0/zoneInformation", "/versioninformation"] {
        assert_eq!(read(vendor.bare(Method::POST, path)).await.status, 405, "{path}");
    }
}
