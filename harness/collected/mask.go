package collected

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/workstation"
)

// mask keeps of texts only words that name no one, and gives every other word a mark
// of its own: the same word has the same mark throughout one file, so that what was
// equal stays equal.
type mask struct {
	marks map[string]string // by the word in lower case
}

// Shapes of texts.
var (
	words      = text.Expression(`[\pL\pN_]+`)
	versionish = text.Expression(`^[0-9]{1,4}(?:\.[0-9A-Za-z]{1,6}){1,4}(?:[-+~][0-9A-Za-z.]{1,12})?$`)
	dayish     = text.Expression(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	pathish    = text.Expression(`^(?:[A-Za-z]:)?[\\/]|^%[A-Za-z()0-9]+%`)
)

// report masks a report in place, and returns what was left out of it.
func (m *mask) report(r *workstation.Report) []text.Text {
	for i := range r.Readers.Value {
		m.reader(&r.Readers.Value[i])
	}
	for i := range r.USBReaders.Value {
		r.USBReaders.Value[i].Serial = ""
	}
	if r.System.Value.OS == "linux" {
		r.System.Value.Name = "" // anybody may write it
	}
	walk(r, func(_, field, s string) string {
		switch field {
		case "Detail", "BadVariable":
			return m.sentence(s)
		case "Version", "Library", "Cryptoki", "Major":
			if versionish().MatchString(s) || dayish().MatchString(s) {
				return s
			}
		case "Date":
			if dayish().MatchString(s) {
				return s
			}
		case "Setting":
			if workstation.SerialSetting(s) {
				return s
			}
		}
		return m.text(s)
	})
	return leftOut()
}

// reader keeps an ATR of a known card, and of another one its length alone.
func (m *mask) reader(r *workstation.Reader) {
	if len(r.ATR) > 0 && card.FaceOf(r.ATR) == card.FaceUnknown && !card.VitaleATR(r.ATR) {
		r.ATRLength, r.ATR = len(r.ATR), nil
	}
}

// sentence is an error's text: it may hold anything.
func (m *mask) sentence(s string) string {
	if s == "" {
		return ""
	}
	return masked
}

// text masks a text: a list of paths and words.
func (m *mask) text(s string) string {
	parts := strings.Split(s, ", ")
	for i, part := range parts {
		if pathish().MatchString(part) {
			parts[i] = m.path(part)
		} else {
			parts[i] = m.words(part)
		}
	}
	return strings.Join(parts, ", ")
}

// words masks each word of a text that is not known.
func (m *mask) words(s string) string {
	return words().ReplaceAllStringFunc(s, func(word string) string {
		if m.known(word) {
			return word
		}
		return m.mark(word)
	})
}

// path masks each folder of a path that is not known, whole.
func (m *mask) path(s string) string {
	rest, tail, _ := strings.Cut(s, " (") // "/proc/12 (sshd)"
	var b strings.Builder
	before := ""
	for len(rest) > 0 {
		i := strings.IndexAny(rest, `/\`)
		name := rest
		if i >= 0 {
			name = rest[:i]
		}
		switch strings.ToLower(before) {
		case "users", "home": // whose name may be any word
			if name != "" && !strings.EqualFold(name, "public") && !strings.HasPrefix(name, "[w") && name != masked {
				name = m.mark(name)
			}
			b.WriteString(name)
		default:
			b.WriteString(m.folder(name))
		}
		before = name
		if i < 0 {
			break
		}
		b.WriteByte(rest[i])
		rest = rest[i+1:]
	}
	if tail != "" {
		b.WriteString(" (" + m.words(tail))
	}
	return b.String()
}

// folder masks one name of a path: it is kept when all of its words are known.
func (m *mask) folder(name string) string {
	for _, word := range words().FindAllString(name, -1) {
		if !m.known(word) {
			return m.mark(name)
		}
	}
	return name
}

// known reports whether a word names no one: it is of the vocabulary, one letter, or
// a number too short to be a serial one.
func (m *mask) known(word string) bool {
	if m.marks[word] == "["+word+"]" {
		return true // a mark
	}
	if _, err := strconv.Atoi(word); err == nil {
		return len(word) < 5
	}
	return len(word) == 1 || vocabulary()[strings.ToLower(word)]
}

func (m *mask) mark(word string) string {
	key := strings.ToLower(word)
	for n := len(m.marks) + 1; m.marks[key] == ""; n++ {
		if _, taken := m.marks["w"+strconv.Itoa(n)]; !taken {
			m.marks[key] = "[w" + strconv.Itoa(n) + "]"
		}
	}
	return m.marks[key]
}

// vocabulary holds the words that a collected file may hold, in lower case: what this
// program and the systems write themselves, makers and kinds of readers, and the names
// in the table of vendors. It is a list of what may stay, so that nothing has to be
// known of what may not.
var vocabulary = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(plainWords) {
		out[word] = true
	}
	list := workstation.Vendors()
	for i := range list {
		for _, word := range slices.Concat(words().FindAllString(list[i].Match, -1), words().FindAllString(text.Fold(list[i].Name), -1)) {
			out[strings.ToLower(word)] = true
		}
	}
	return out
})

// plainWords are the words that are no vendor's.
const plainWords = `
linux windows darwin macos debian ubuntu rhel fedora centos rocky almalinux alpine arch opensuse microsoft server standard pro home
famille professionnel entreprise enterprise education datacenter amd64 arm64 i386 x86 x64 x86_64 ssh rdp citrix os
pc sc pcsc pcscd scardsvr certpropsvc ssh_connection sessionname xrdp_session cpslab_cryptolib system clock localhost usb tool help
rpm dpkg adm registry receipt files file sheet sshd bash systemd browsers programs products tcp udp smart app control

reader readers lecteur card cards smartcard chip usb ccid slot interface contact contactless sans nfc rfid picc icc sam scr
cps vitale sesam cv cv1 cv2 cps1 cps2 log_sv logsv sv qr scanner hello business virtual pcd vpcd cpslab tpm remote desktop
fei ingenico telium tl prium prium4 healtheo gemalto gemplus thales pc twin idbridge idprime omnikey hid cherry ag usx101x smsc scm identive identiv
cloud smsc acs acr38 acr39 acr39u acr122 acr122u acr1252 acr1281 acr1281u kapelse kapecv kapelse eseries xiring xirapak xt prime xiring
vega sagem morpho idemia ingenico eid st 1144 alcor micro au9540 realtek o2micro broadcom corp dell lenovo hp fujitsu keyboard
clavier kt1 st1144 kc scr331 scr3310 scr3311 scr335 scr3500 uTrust utrust 2700 spr532 spr332 ct30 ct40 gemsim cardman 3x21 3121 5x21 6121
neowave linkeo linkio feitian ftsafe excelsecu bit4id minilector evo advanced systems inc ltd sas gmbh generic emv l1 r f fw

c users home public shared windows winnt system32 syswow64 program programdata files library application applications support
preferences local lib lib64 share usr etc opt var tmp run proc sys bus devices private db receipts root bin sbin net unix self status
santesocial fsv conf ssv srt sts commun cps coffre galss mica srvsvcnam diagam tables travail temp sesam ini gip dico fr xml log4crc
windir programfiles systemdrive systemroot allusersprofile pcscd comm pid module modules p11 kit pkcs11 pkcs opensc
libcps3_pkcs11_lux libcps_pkcs11_lux libcps3_pkcs11_osx cps3_pkcs11_w64 cps3_pkcs11_w32 cps_pkcs11_w32 cps_pkcs11_pcsc_w32 so dll dylib exe app jar plist
release os cryptolibcps cryptolib composants cryptographiques cps cps3 ans gip asip asipsante sesamvitale pkg fr org com version module
software wow6432node currentversion uninstall installer userdata policy policies ci codeintegrity current_version nt services
currentcontrolset control hklm installateur_cryptolib_cps_64b x86_64 linux gnu bibliotheque

chrome chromium edge firefox brave vivaldi opera safari google mozilla https http
eset avast avg avira norton symantec mcafee kaspersky bitdefender sophos trend panda withsecure f secure malwarebytes webroot g data
security antivirus anti virus internet total endpoint protection defender nod32 smart premium essential ultimate business cloud
java javaw javaapplauncher jcef helper wrapper scdaemon pcsc_scan gnupg
for process stat running stopped none unknown installed absent empty repertoiretable repertoiretravail repertoireconfigtrace repertoirelog mgc autre
galsvlux cpgeslux tools tool opensc notify dmpconnect js2 dmpconnectjs_monitor juxtalink v5 v4 v3 v2 v1 composant
`

// leftOut says what no file holds.
func leftOut() []text.Text {
	return []text.Text{
		text.Of("noms de personnes, de postes et de dossiers : remplacés par [w1], [w2]…", "names of persons, computers and folders: replaced by [w1], [w2]…"),
		text.Of("numéros de série des lecteurs et tout nombre de cinq chiffres ou plus", "serial numbers of readers and any number of five digits or more"),
		text.Of("ATR de cartes inconnues (leur longueur seule), certificats, numéros de cartes", "ATRs of unknown cards (their length alone), certificates, numbers of cards"),
		text.Of("lignes de journaux et texte des fichiers de configuration", "lines of logs and texts of configuration files"),
		text.Of("textes des erreurs du système", "texts of errors of the system"),
	}
}
