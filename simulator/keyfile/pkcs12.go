package keyfile

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"strings"
	"unicode/utf16"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"github.com/cpslab/cps/harness/card/text"
)

// ErrPassword is that the password is empty, or has letters beside ASCII.
var ErrPassword = text.NewError(text.Of("mot de passe vide, ou avec des caractères hors ASCII", "the password is empty, or not ASCII"),
	text.Of("lettres sans accent, chiffres et ponctuation : Java et d'autres n'en ouvrent pas d'autre", "letters without accents, digits and punctuation: Java and others open no other"))

// pfx, and what is in it, are those of RFC 7292, 4.
type pfx struct {
	Version  int
	AuthSafe contentInfo
	MAC      macData
}

type contentInfo struct {
	ContentType asn1.ObjectIdentifier
	Content     asn1.RawValue `asn1:"tag:0,explicit,optional"`
}

type macData struct {
	MAC struct {
		Algorithm pkix.AlgorithmIdentifier
		Digest    []byte
	}
	Salt       []byte
	Iterations int
}

type safeBag struct {
	ID         asn1.ObjectIdentifier
	Value      asn1.RawValue   `asn1:"tag:0,explicit"`
	Attributes []asn1.RawValue `asn1:"set,optional"`
}

type attribute struct {
	ID    asn1.ObjectIdentifier
	Value []asn1.RawValue `asn1:"set"`
}

var (
	oidData         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidShroudedKey  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 2}
	oidFriendlyName = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 20}
)

// PKCS12 returns key, certificate and issuer as a .p12 file: AES-256 and HMAC-SHA-256,
// which OpenSSL 1.1.1, Java 12, NSS and Windows Server 2019 read, and later ones. The
// name of the identity is its friendly name. Salts are drawn, so no two files are equal.
// The password is one of printable ASCII and not empty, else ErrPassword: Java opens no
// other with these algorithms (« Password is not ASCII », OpenJDK 17), and programs
// differ in how they encode one.
func (i Identity) PKCS12(password string) ([]byte, error) {
	if password == "" || strings.IndexFunc(password, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
		return nil, ErrPassword
	}
	der, err := pkcs12.Modern2023.Encode(i.key, i.certificate, []*x509.Certificate{i.issuer}, password)
	if err != nil {
		return nil, err
	}
	return befriend(der, i.name, password)
}

// befriend gives the key of a PKCS #12 file a friendly name, which the library does not
// write: the bag of a key stands in the open around what is encrypted, and the MAC is
// made again.
func befriend(der []byte, name, password string) ([]byte, error) {
	var file pfx
	if _, err := asn1.Unmarshal(der, &file); err != nil {
		return nil, err
	}
	var safe []byte
	if _, err := asn1.Unmarshal(file.AuthSafe.Content.Bytes, &safe); err != nil {
		return nil, err
	}
	var infos []contentInfo
	if _, err := asn1.Unmarshal(safe, &infos); err != nil {
		return nil, err
	}
	for at := range infos {
		if !infos[at].ContentType.Equal(oidData) {
			continue // encrypted: the certificates
		}
		var err error
		if infos[at].Content.Bytes, err = nameKeys(infos[at].Content.Bytes, name); err != nil {
			return nil, err
		}
		infos[at].Content.FullBytes = nil
	}
	safe, err := asn1.Marshal(infos)
	if err != nil {
		return nil, err
	}
	if file.AuthSafe.Content.Bytes, err = asn1.Marshal(safe); err != nil {
		return nil, err
	}
	file.AuthSafe.Content.FullBytes = nil
	file.MAC.MAC.Digest = mac(safe, file.MAC.Salt, file.MAC.Iterations, password)
	return asn1.Marshal(file)
}

// nameKeys gives the bags of keys in a content of type data the name.
func nameKeys(content []byte, name string) ([]byte, error) {
	var octets []byte
	if _, err := asn1.Unmarshal(content, &octets); err != nil {
		return nil, err
	}
	var bags []safeBag
	if _, err := asn1.Unmarshal(octets, &bags); err != nil {
		return nil, err
	}
	friendly, err := asn1.Marshal(attribute{oidFriendlyName, []asn1.RawValue{{Tag: asn1.TagBMPString, Bytes: bmp(name)}}})
	if err != nil {
		return nil, err
	}
	for at := range bags {
		if bags[at].ID.Equal(oidShroudedKey) {
			bags[at].Attributes = append(bags[at].Attributes, asn1.RawValue{FullBytes: friendly})
		}
	}
	if octets, err = asn1.Marshal(bags); err != nil {
		return nil, err
	}
	return asn1.Marshal(octets)
}

// bmp is a text as a BMPString.
func bmp(s string) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		b = append(b, byte(unit>>8), byte(unit))
	}
	return b
}

// mac is the HMAC-SHA-256 of a content under a password (RFC 7292, appendix B.2): the
// key of that HMAC is as long as the hash, so that one block of the derivation does.
func mac(content, salt []byte, iterations int, password string) []byte {
	const purposeMAC = 3
	block := make([]byte, sha256.BlockSize)
	for i := range block {
		block[i] = purposeMAC
	}
	secret := append(bmp(password), 0, 0) // with the zero that ends it
	block = append(append(block, filled(salt)...), filled(secret)...)
	key := sha256.Sum256(block)
	for range iterations - 1 {
		key = sha256.Sum256(key[:])
	}
	h := hmac.New(sha256.New, key[:])
	h.Write(content)
	return h.Sum(nil)
}

// filled repeats a text until it fills whole blocks of the hash.
func filled(b []byte) []byte {
	size := (len(b) + sha256.BlockSize - 1) / sha256.BlockSize * sha256.BlockSize
	full := make([]byte, size)
	for i := range full {
		full[i] = b[i%len(b)]
	}
	return full
}
