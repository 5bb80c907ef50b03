package diagnosis

// evaluationOrder is the order in which rules are judged and, within one
// severity, reported. Steps are those of doc.go.
var evaluationOrder = [...]*Rule{
	// 1: workstation (service, library, tables), reader, the right card
	&ws008, &ws009, &ws001, &ws005, &ws006, &ws007, &ws010,
	&ws012, &ws013, &ws014, &ws015, &ws016, &ws017, &ws018, &ws019, &ws020,
	&rdr011, &rdr001, &rdr014, &rdr002, &rdr013, &rdr012, &rdr003, &rdr010, &rdr004, &rdr008,
	&rdr005, &rdr006, &rdr009, &rdr015, &rdr007,
	// 2: the library for this generation
	&ws004, &ws002, &ws003, &ws011,
	// 3: issuer, type, interrupted update
	&id015, &type001, &type007, &upd001,
	// 4: codes
	&pin001, &pin002, &pin003, &pin004, &pin005, &pin006, &pin007, &pin008, &pin009, &pin010, &pin011, &pin012, &pin013, &pin014,
	// 5: validity, opposition
	&val001, &val002, &val003, &val004, &val005, &val006, &val007, &val008, &val009, &val010, &val011, &val012, &val013, &val014,
	&opp001, &opp002, &opp003, &opp004, &opp005, &opp006,
	// 6: contents
	&id001, &id002, &id003, &id004, &id005, &id006, &id007, &id008, &id009, &id010, &id011, &id012, &id013, &id014, &id016, &id017,
	&type002, &type003, &type004, &type005, &type006, &type008, &type009, &type010,
	&act001, &act002, &act003, &act004, &act005, &act006, &act007, &act008, &act009, &act010, &act011, &act012,
	&dam003, &dam002, &dam001, &dam004, &dam005, &dam006, &dam007, &dam008, &dam009,
	&bill001, &bill002, &bill003, &bill004, &bill005, &bill006, &bill007,
	&conv006, &conv001, &conv002, &conv003, &conv004, &conv005, &conv007, &conv008, &conv009, &conv010, &conv011, &conv012, &conv013, &conv014,
	&upd002, &upd003, &upd004,
	// 7: signing, certificates
	&sign008, &sign001, &sign002, &sign003, &sign005, &sign006, &sign007, &sign004,
	&cert001, &cert002, &cert003, &cert004, &cert005, &cert006, &cert007, &cert008, &cert009, &cert010,
	// 8: online services
	&net001, &net002, &net003, &net004, &net005, &net006,
}

// Keys of the variants, shared by the tables and the judges.
const (
	variantIssuer          = "other-issuer"
	variantPUKOnly         = "puk-only"
	variantClock           = "clock"
	variantReaderClock     = "reader-clock"
	variantToday           = "today"
	variantTomorrow        = "tomorrow"
	variantPrinted         = "printed"
	variantCall            = "call"
	variantEmployee        = "employee-card"
	variantDamaged         = "damaged"
	variantTyped           = "typed"
	variantSalaried        = "salaried"
	variantOverdue         = "overdue"
	variantInvalidated     = "invalidated"
	variantReal            = "real"
	variantTablesPath      = "tables-path"
	variantNoMgc           = "no-mgc"
	variantFault           = "fault"
	variantWithdrawn       = "withdrawn"
	variantSynchronisation = "synchronisation"
	variantBilling         = "billing"
)

// Coverage counts the rules of one family by what their conditions rest on.
type Coverage struct {
	Family string // "DAM"
	Rules  int
	By     map[How]int
	// ByFact are the rules that wait for a declared fact, the first of which is
	// their Needs.
	ByFact []*Rule
	// NotKnowable are the rules that no program can judge; their Why tells the
	// reason.
	NotKnowable []*Rule
}

// CoverageByFamily returns the coverage of every family, in the order of the
// catalogue.
func CoverageByFamily() []Coverage {
	var out []Coverage
	for _, family := range [...]string{"ID", "TYPE", "VAL", "DAM", "BILL", "CONV", "SIGN", "ACT", "PIN", "UPD", "CERT", "WS", "RDR", "OPP", "NET"} {
		c := Coverage{Family: family, By: map[How]int{}}
		for _, r := range evaluationOrder {
			if r.Family() != family {
				continue
			}
			c.Rules++
			c.By[r.How]++
			if r.How == FromFact {
				c.ByFact = append(c.ByFact, r)
			}
			if !r.How.Checked() {
				c.NotKnowable = append(c.NotKnowable, r)
			}
		}
		out = append(out, c)
	}
	return out
}
