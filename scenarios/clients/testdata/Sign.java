// Signs a file with a key of a card, through the PKCS#11 provider of the platform:
// Sign.java CONFIGURATION CODE ALIAS FILE. Prints the aliases, then the signature.
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.Collections;
import java.util.HexFormat;

public class Sign {
    public static void main(String[] args) throws Exception {
        Provider provider = Security.getProvider("SunPKCS11").configure(args[0]);
        KeyStore keys = KeyStore.getInstance("PKCS11", provider);
        keys.load(null, args[1].toCharArray());
        for (String alias : Collections.list(keys.aliases())) {
            System.out.println((keys.isKeyEntry(alias) ? "key " : "certificate ") + alias);
        }
        Signature signature = Signature.getInstance("SHA256withRSA", provider);
        signature.initSign((PrivateKey) keys.getKey(args[2], null));
        signature.update(Files.readAllBytes(Path.of(args[3])));
        System.out.println("signature " + HexFormat.of().formatHex(signature.sign()));
    }
}
