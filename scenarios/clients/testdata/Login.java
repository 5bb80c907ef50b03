import java.io.FileInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Login CONFIG|FILE.p12 CODE ALIAS SERVER.pem URL: asks a server for its page with the
 * key of that alias, "" for the only one, and prints headers and page. A name that ends
 * in .p12 is a key in a file, any other the configuration of SunPKCS11. The server's
 * certificate is trusted, and no other.
 */
public class Login {
    public static void main(String[] args) throws Exception {
        KeyStore keys;
        if (args[0].endsWith(".p12")) {
            keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = new FileInputStream(args[0])) {
                keys.load(in, args[1].toCharArray());
            }
        } else {
            Provider card = Security.getProvider("SunPKCS11").configure(args[0]);
            Security.addProvider(card);
            keys = KeyStore.getInstance("PKCS11", card);
            keys.load(null, args[1].toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
        managers.init(keys, args[1].toCharArray());
        KeyManager[] own = managers.getKeyManagers();
        if (!args[2].isEmpty()) {
            own = new KeyManager[] {new One((X509ExtendedKeyManager) own[0], args[2])};
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = new FileInputStream(args[3])) {
            trusted.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, trust.getTrustManagers(), null);
        HttpClient client = HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(args[4])).build(), HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.headers().map());
        System.out.println(answer.body());
    }

    /** One gives the key of one alias, whatever is asked for. */
    static final class One extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager all;
        private final String alias;

        One(X509ExtendedKeyManager all, String alias) {
            this.all = all;
            this.alias = alias;
        }

        public String[] getClientAliases(String type, java.security.Principal[] issuers) { return new String[] {alias}; }
        public String chooseClientAlias(String[] types, java.security.Principal[] issuers, java.net.Socket s) { return alias; }
        public String chooseEngineClientAlias(String[] types, java.security.Principal[] issuers, SSLEngine e) { return alias; }
        public String[] getServerAliases(String type, java.security.Principal[] issuers) { return null; }
        public String chooseServerAlias(String type, java.security.Principal[] issuers, java.net.Socket s) { return null; }
        public java.security.cert.X509Certificate[] getCertificateChain(String a) { return all.getCertificateChain(a); }
        public java.security.PrivateKey getPrivateKey(String a) { return all.getPrivateKey(a); }
    }
}
