package jetstream

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/nats-io/nkeys"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/farm"
)

// MakeKeys makes, in a folder, an authority and a folder of keys for the hub, for whoever
// gives work, and for each station named; what is there already stays as it is. The hub is
// reached by the hosts given. A name that no station can have is bad input.
func MakeKeys(folder string, hosts, stations []string) error {
	for _, name := range stations {
		if err := farm.CheckName(name); err != nil {
			return err
		}
		if slices.Contains([]string{HubName, RunName, authorityName}, name) {
			return text.BadInput(text.NewError(text.Of("« %s » n'est le nom d'aucune station : ce dossier de clés est à autre chose", "“%s” is no station's name: that folder of keys is something else's", name), text.Text{}))
		}
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	authority, key, err := authorityIn(filepath.Join(folder, authorityName))
	if err != nil {
		return err
	}
	list := filepath.Join(folder, HubName, fileAllowed)
	allowed := map[string]string{}
	if content, err := os.ReadFile(list); err == nil {
		if err := json.Unmarshal(content, &allowed); err != nil {
			return text.Wrap(text.Same(list), err)
		}
	}
	for _, name := range append([]string{HubName, RunName}, stations...) {
		dir := filepath.Join(folder, name)
		if _, err := os.Stat(filepath.Join(dir, fileSeed)); err == nil {
			continue
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		public, err := member(dir, name, hosts, authority, key)
		if err != nil {
			return err
		}
		allowed[public] = name
	}
	content, err := json.MarshalIndent(allowed, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(list, append(content, '\n'), 0o600)
}

// validity of certificates: a lab's own, renewed with its machines.
const validity = 5 * 365 * 24 * time.Hour

func template(name string) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)) // never fails
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name, Organization: []string{"cpslab farm"}},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(validity), BasicConstraintsValid: true,
	}
}

// authorityIn reads the authority of a folder, or makes it.
func authorityIn(dir string) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	certFile, keyFile := filepath.Join(dir, fileCertificate), filepath.Join(dir, fileKey)
	certPEM, err := os.ReadFile(certFile)
	if err == nil {
		keyPEM, err := os.ReadFile(keyFile)
		if err != nil {
			return nil, nil, err
		}
		certBlock, _ := pem.Decode(certPEM)
		keyBlock, _ := pem.Decode(keyPEM)
		if certBlock == nil || keyBlock == nil {
			return nil, nil, text.NewError(text.Of("%s : pas du PEM", "%s: not PEM", dir), text.Text{})
		}
		cert, err := x509.ParseCertificate(certBlock.Bytes)
		if err != nil {
			return nil, nil, text.Wrap(text.Same(certFile), err)
		}
		key, err := x509.ParseECPrivateKey(keyBlock.Bytes)
		if err != nil {
			return nil, nil, text.Wrap(text.Same(keyFile), err)
		}
		return cert, key, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	t := template("cpslab farm")
	t.IsCA, t.KeyUsage, t.MaxPathLenZero = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign, true
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return nil, nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, nil, err
	}
	return cert, key, errors.Join(writeKey(keyFile, key), writePEM(certFile, "CERTIFICATE", der))
}

// member makes the keys of one who speaks, and returns his public key.
func member(dir, name string, hosts []string, authority *x509.Certificate, by *ecdsa.PrivateKey) (public string, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	t := template(name)
	t.KeyUsage, t.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	if name == HubName {
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
		for _, host := range hosts {
			if ip := net.ParseIP(host); ip != nil {
				t.IPAddresses = append(t.IPAddresses, ip)
			} else {
				t.DNSNames = append(t.DNSNames, host)
			}
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, authority, key.Public(), by)
	if err != nil {
		return "", err
	}
	user, err := nkeys.CreateUser()
	if err != nil {
		return "", err
	}
	seed, err := user.Seed()
	if err != nil {
		return "", err
	}
	if public, err = user.PublicKey(); err != nil {
		return "", err
	}
	return public, errors.Join(
		writeKey(filepath.Join(dir, fileKey), key),
		writePEM(filepath.Join(dir, fileCertificate), "CERTIFICATE", der),
		writePEM(filepath.Join(dir, fileAuthority), "CERTIFICATE", authority.Raw),
		os.WriteFile(filepath.Join(dir, fileSeed), append(seed, '\n'), 0o600), // last: it says that the folder is whole
	)
}

func writeKey(path string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return writePEM(path, "EC PRIVATE KEY", der)
}

func writePEM(path, kind string, der []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}
