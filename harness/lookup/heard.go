package lookup

import (
	"cmp"
	"slices"
	"sync"

	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// heardRules are the rules behind a trouble of a thing, in the order to check them.
var heardRules = sync.OnceValue(func() map[spoken][]rule.Number {
	return map[spoken][]rule.Number{
		{noThing, swapped}:     {rule.WS013, rule.RDR005, rule.RDR010},
		{noThing, locked}:      {rule.PIN003, rule.PIN005},
		{noThing, denied}:      {rule.WS017, rule.WS028},
		{noThing, afterReplug}: {rule.WS029, rule.RDR015},
		{noThing, blinks}:      {rule.RDR002, rule.RDR004, rule.RDR015},

		// What comes and goes is no card that is defective or missing: what stands between,
		// what else uses the reader, what lets it sleep; a worn contact.
		{noThing, intermittent}:      {rule.RDR015, rule.WS017, rule.RDR018, rule.RDR004, rule.RDR014},
		{theCard, intermittent}:      {rule.RDR015, rule.RDR004, rule.WS017, rule.RDR018, rule.RDR008, rule.RDR014},
		{theReader, intermittent}:    {rule.RDR015, rule.RDR018, rule.WS017, rule.RDR014, rule.RDR002},
		{theBothCards, intermittent}: {rule.RDR015, rule.RDR018, rule.WS017, rule.RDR014, rule.RDR002},
		{theHub, intermittent}:       {rule.RDR015, rule.RDR018, rule.WS017},
		{theGALSS, intermittent}:     {rule.RDR014, rule.WS017, rule.RDR002},
		{theService, intermittent}:   {rule.WS029, rule.WS017, rule.WS008},
		{theClaims, intermittent}:    {rule.WS017, rule.RDR015, rule.RDR018, rule.RDR014},
		{theOnline, intermittent}:    {rule.NET003, rule.WS017, rule.RDR015},
		{theBrowser, intermittent}:   {rule.NET003, rule.WS017, rule.RDR015},
		{theAgent, intermittent}:     {rule.WS023, rule.WS017, rule.WS020},

		// What two cards have in common is what reads them.
		{theBothCards, noTrouble}:   {rule.RDR001, rule.WS008, rule.RDR017, rule.RDR002, rule.WS009, rule.WS017, rule.WS029, rule.WS013},
		{theBothCards, afterUpdate}: {rule.RDR001, rule.WS008, rule.RDR017, rule.WS009, rule.WS006, rule.WS021, rule.WS017, rule.WS029},
		{theBothCards, afterReplug}: {rule.WS029, rule.RDR001, rule.RDR002, rule.WS008},
		{theBothCards, afterSleep}:  {rule.RDR018, rule.WS029, rule.WS008},

		{theMenu, greyed}:             {rule.PIN009},
		{thePUK, greyed}:              {rule.PIN009},
		{theQR, noTrouble}:            {rule.NET009, rule.NET008},
		{theQR, expired}:              {rule.NET008, rule.NET009},
		{theLocalNetwork, noTrouble}:  {rule.WS022, rule.WS020},
		{theClock, noTrouble}:         {rule.VAL009, rule.CERT002, rule.DAM003},
		{theVIHF, noTrouble}:          {rule.NET007, rule.SIGN010},
		{theHub, noTrouble}:           {rule.RDR015, rule.RDR018},
		{theTestCard, noTrouble}:      {rule.TYPE007, rule.VAL015, rule.CERT008},
		{theGALSS, noTrouble}:         {rule.WS012, rule.WS013, rule.WS014},
		{theGALSS, unrecognised}:      {rule.RDR013, rule.WS013, rule.WS012},
		{theGALSS, wrong}:             {rule.RDR013, rule.WS012, rule.WS013},
		{theGALSS, swapped}:           {rule.WS013, rule.RDR005},
		{theGALSS, busy}:              {rule.WS017},
		{theGALSS, obsolete}:          {rule.WS034, rule.WS014},
		{theGALSS, noExchange}:        {rule.RDR002, rule.RDR014, rule.WS017},
		{theOtherSoftware, noTrouble}: {rule.WS027, rule.WS017, rule.WS023},
		{theSituation, noTrouble}:     {rule.DAM001, rule.BILL001, rule.DAM005},
		{theActivity, noTrouble}:      {rule.ACT011, rule.UPD004, rule.UPD002},
		{theUpdate, noTrouble}:        {rule.UPD003, rule.UPD002, rule.UPD004},
		{theUpdate, interrupted}:      {rule.UPD001},
		{theRenewal, noTrouble}:       {rule.VAL005, rule.VAL006, rule.VAL008},
		{theRenewal, notReceived}:     {rule.VAL011, rule.VAL006, rule.VAL010},
		{theLetter, noTrouble}:        {rule.PIN010, rule.VAL010, rule.VAL011},
		{theARM, noTrouble}:           {rule.WS019, rule.WS004, rule.RDR017},
		{theComputer, noTrouble}:      {rule.WS001, rule.WS008, rule.RDR001},
		{theFINESS, renewed}:          {rule.ACT011, rule.UPD004, rule.BILL003},
		{theNumberAM, renewed}:        {rule.ACT011, rule.UPD004, rule.BILL003},
		{theRPPS, noTrouble}:          {rule.ID001, rule.ID002, rule.NET001},
		{theADELI, noTrouble}:         {rule.ID005},
		{theFINESS, noTrouble}:        {rule.ID010, rule.ID011, rule.ID012},
		{theStudent, noTrouble}:       {rule.ACT010, rule.TYPE003, rule.ACT007},
		{theConvention, noTrouble}:    {rule.CONV014, rule.CONV005, rule.CONV007},

		{theCard, foundAgain}:       {rule.OPP006, rule.OPP001},
		{noThing, cannotBill}:       {rule.RDR003, rule.DAM001, rule.SIGN003},
		{noThing, restart}:          {rule.WS006, rule.WS029},
		{theSetup, restart}:         {rule.WS006},
		{theLibrary, restart}:       {rule.WS006, rule.WS001},
		{theReader, restart}:        {rule.WS029, rule.RDR018, rule.WS006},
		{theCard, restart}:          {rule.WS029, rule.RDR018, rule.WS006},
		{theSeveral, noTrouble}:     {rule.ACT002, rule.ACT012, rule.DAM001},
		{thePIN, unrecognised}:      {rule.PIN010},
		{theCard, notYet}:           {rule.VAL009, rule.VAL010},
		{theCertificate, notYet}:    {rule.CERT002, rule.VAL009},
		{thePrice, noTrouble}:       {rule.VAL014, rule.VAL006},
		{theCache, noTrouble}:       {rule.UPD002, rule.DAM009, rule.UPD004},
		{thePortal, noTrouble}:      {rule.TYPE009, rule.NET001},
		{theElsewhere, noTrouble}:   {rule.WS028, rule.WS009, rule.RDR001},
		{theMandatory, noTrouble}:   {rule.SIGN004, rule.BILL001},
		{theSpeciality, noTrouble}:  {rule.CONV004, rule.CONV001, rule.CONV003},
		{theSpeciality, absent}:     {rule.CONV003, rule.CONV001, rule.CONV002},
		{theZone, noTrouble}:        {rule.CONV009, rule.CONV010, rule.CONV011},
		{theMileage, noTrouble}:     {rule.CONV012, rule.CONV014},
		{theAgreement, noTrouble}:   {rule.CONV013, rule.CONV014},
		{theEmployee, noTrouble}:    {rule.ID004, rule.ID003},
		{thePractice, noTrouble}:    {rule.ID017, rule.ID004},
		{theMany, noTrouble}:        {rule.ACT003, rule.ACT004},
		{theDates, noTrouble}:       {rule.VAL012, rule.VAL009, rule.VAL001},
		{theActivity, absent}:       {rule.ACT001, rule.DAM007, rule.ACT011},
		{theCPA, noTrouble}:         {rule.TYPE002},
		{theReaders, noTrouble}:     {rule.RDR010, rule.RDR016, rule.WS013},
		{theCPE, nameless}:          {rule.TYPE006, rule.CERT012, rule.OPP005},
		{theCertificate, nameless}:  {rule.CERT012, rule.TYPE006, rule.CERT009},
		{theCertificate, changed}:   {rule.CERT004, rule.CERT005, rule.CERT010},
		{theNumberAM, wrongKey}:     {rule.ID007, rule.ID006},
		{theNumberAM, swapped}:      {rule.ID009, rule.ID012},
		{theNumberAM, unrecognised}: {rule.BILL003, rule.ACT011, rule.ID006},
		{theRPPS, wrongKey}:         {rule.ID002, rule.ID001},
		{theRPPS, swapped}:          {rule.ID009, rule.ID001},
		{theFINESS, wrongKey}:       {rule.ID011, rule.ID010},
		{theFINESS, swapped}:        {rule.ID012, rule.ID010},
		{theMode, noTrouble}:        {rule.WS014, rule.RDR017, rule.WS034},
		{theClaims, noTrouble}:      {rule.DAM001, rule.SIGN001, rule.SIGN003, rule.RDR003},
		{theSetup, otherWidth}:      {rule.WS007, rule.WS001},
		{theService, revoked}:       {rule.WS008, rule.WS009},
		{theManager, notLoaded}:     {rule.WS001, rule.WS006, rule.WS007},
		{theBrowser, noExchange}:    {rule.WS022, rule.WS020, rule.NET003},
		{theCPE, gone}:              {rule.OPP005, rule.OPP004, rule.TYPE006},
		{theCard, gone}:             {rule.OPP004, rule.OPP005, rule.ACT011},
		{theRevocation, noTrouble}:  {rule.OPP003, rule.OPP002},
		{theColleague, noTrouble}:   {rule.ACT008, rule.ID016, rule.SIGN005},
		{theBatch, askedAgain}:      {rule.SIGN006, rule.WS017},
		{thePIN, noExchange}:        {rule.PIN012, rule.RDR002},
		{noThing, afterSleep}:       {rule.RDR018, rule.WS029, rule.RDR015},
		{theCard, borrowed}:         {rule.ACT008, rule.ID016, rule.SIGN005},
		{theRoot, noTrouble}:        {rule.CERT007, rule.CERT008},
		{thePrescriber, noTrouble}:  {rule.ID014, rule.ID013, rule.ID006},
		{theCDE, cannotBill}:        {rule.TYPE005, rule.TYPE004, rule.BILL005},
		{theCard, notOne}:           {rule.RDR006, rule.RDR005, rule.ID015},
		{theCard, slow}:             {rule.WS010, rule.RDR015, rule.RDR002},
		{theReader, slow}:           {rule.WS010, rule.RDR015, rule.RDR002},
		{theReader, swapped}:        {rule.WS013, rule.RDR005, rule.RDR010},
		{theReader, outOfStep}:      {rule.RDR012},
		{theCard, swapped}:          {rule.RDR005, rule.WS013, rule.RDR009},
		{theVitale, swapped}:        {rule.RDR005, rule.WS013, rule.RDR011},
		{theCard, lost}:             {rule.OPP004, rule.OPP005, rule.OPP006},
		{theNewCard, lost}:          {rule.OPP004, rule.VAL011},
		{theCPE, lost}:              {rule.OPP005, rule.OPP004},
		{thePIN, lost}:              {rule.PIN010},
		{thePUK, lost}:              {rule.PIN010},
		{thePIN, inClear}:           {rule.PIN013},
		{thePIN, lastTry}:           {rule.PIN002, rule.PIN001},
		{thePIN, format}:            {rule.PIN006, rule.PIN007},
		{thePUK, format}:            {rule.PIN007},
		{thePIN, cancelled}:         {rule.PIN012},
		{thePIN, differing}:         {rule.PIN008},
		{thePIN, notLoaded}:         {rule.PIN011},
		{theCard, interrupted}:      {rule.RDR008, rule.UPD001, rule.RDR015},
		{theWindows, obsolete}:      {rule.WS033, rule.WS019},
		{theECPS, cannotBill}:       {rule.TYPE010},
		{theOnline, locked}:         {rule.NET005, rule.NET006},

		{theCard, locked}:       {rule.PIN003, rule.PIN005},
		{theCard, absent}:       {rule.RDR003, rule.RDR004, rule.RDR010},
		{theCard, unreadable}:   {rule.RDR003, rule.RDR004, rule.RDR006, rule.RDR005, rule.RDR001, rule.RDR002, rule.RDR007},
		{theCard, unrecognised}: {rule.RDR006, rule.WS003, rule.RDR005, rule.RDR003},
		{theCard, expired}:      {rule.VAL001},
		{theCard, removed}:      {rule.RDR008, rule.RDR009},
		{theCard, changed}:      {rule.RDR009, rule.ID016, rule.SIGN005, rule.RDR008},
		{theCard, afterReplug}:  {rule.WS029, rule.RDR015, rule.RDR018},
		{theCard, wrong}:        {rule.VAL001, rule.RDR006, rule.TYPE007},
		{theCard, busy}:         {rule.WS017},
		{theCard, denied}:       {rule.WS017, rule.WS028},
		{theCard, noExchange}:   {rule.RDR002, rule.RDR014, rule.RDR004},
		{theCard, disconnects}:  {rule.RDR015, rule.RDR008, rule.RDR002},
		{theCard, afterSleep}:   {rule.RDR018, rule.WS029, rule.RDR015},
		{theCard, blinks}:       {rule.RDR002, rule.RDR004, rule.RDR015},
		{theCard, revoked}:      {rule.OPP001, rule.OPP002, rule.OPP004},
		{theCard, notReceived}:  {rule.VAL011, rule.VAL010},
		{theCard, afterUpdate}:  {rule.WS006, rule.WS008, rule.RDR006},
		{theCard, otherWidth}:   {rule.WS007, rule.WS001},

		{theRadio, noTrouble}: {rule.RDR007, rule.RDR006},
		{theApp, noTrouble}:   {rule.NET009, rule.RDR011},

		{theHolder, noTrouble}:      {rule.RDR018, rule.WS017},
		{theRemote, noTrouble}:      {rule.WS016, rule.WS017},
		{theMac, afterUpdate}:       {rule.WS019, rule.RDR017, rule.WS009},
		{theMac, unrecognised}:      {rule.WS019, rule.RDR017, rule.WS009},
		{theMac, absent}:            {rule.RDR017, rule.WS019, rule.WS009},
		{theMac, unreadable}:        {rule.WS019, rule.RDR017, rule.WS009},
		{theMac, notLoaded}:         {rule.WS019, rule.WS001, rule.WS007},
		{theWindows, afterUpdate}:   {rule.WS021, rule.WS006, rule.WS008},
		{theAgent, noTrouble}:       {rule.WS020, rule.WS023, rule.WS022},
		{theSetup, noTrouble}:       {rule.WS030, rule.WS005, rule.WS018},
		{theNumberAM, noTrouble}:    {rule.BILL001, rule.ID006},
		{theSubstitute, noTrouble}:  {rule.ACT006, rule.ACT007, rule.ACT008},
		{theSignature, afterUpdate}: {rule.WS021, rule.WS006},
		{theBatch, noTrouble}:       {rule.SIGN002, rule.SIGN005, rule.SIGN003},
		{theGuard, noTrouble}:       {rule.WS018, rule.WS031, rule.WS032},
		{theVirtual, noTrouble}:     {rule.RDR016, rule.RDR001},
		{theRosetta, noTrouble}:     {rule.WS024, rule.WS019},
		{theSignature, noTrouble}:   {rule.SIGN010, rule.CERT011, rule.SIGN001},
		{theSignature, wrong}:       {rule.SIGN010, rule.CERT011, rule.CERT010},
		{theAdri, noTrouble}:        {rule.NET004},
		{theTLS, noTrouble}:         {rule.CERT011, rule.CERT007, rule.NET003},
		{theTLS, untrusted}:         {rule.CERT007, rule.CERT008},
		{theDriver, noTrouble}:      {rule.WS011, rule.RDR017, rule.WS001},
		{theTokenKit, noTrouble}:    {rule.WS019, rule.SIGN009, rule.WS017},
		{theOldCard, noTrouble}:     {rule.VAL013, rule.VAL010},
		{theCPE, cannotBill}:        {rule.TYPE006, rule.TYPE004, rule.BILL005},
		{theNewCard, notYet}:        {rule.VAL010, rule.VAL009},
		{thePIN, notYet}:            {rule.PIN011},
		{noThing, afterUpdate}:      {rule.WS006, rule.WS008, rule.WS021, rule.RDR017},
		{noThing, slow}:             {rule.WS010, rule.RDR015, rule.RDR002},
		{theNewCard, notReceived}:   {rule.VAL011, rule.VAL010},
		{theCard, cannotBill}:       {rule.DAM001, rule.SIGN001, rule.BILL001},
		{theOnline, noTrouble}:      {rule.NET006, rule.NET003, rule.NET002},
		{theOnline, absent}:         {rule.NET003, rule.NET002, rule.CERT007},
		{theOnline, unreadable}:     {rule.NET003, rule.NET006, rule.NET002},
		{theOnline, unrecognised}:   {rule.NET003, rule.NET001, rule.CERT007},
		{theOnline, wrong}:          {rule.NET007, rule.SIGN010, rule.NET006},
		{theOnline, untrusted}:      {rule.CERT007, rule.CERT008},

		{theNewCard, unrecognised}: {rule.WS003, rule.WS002, rule.RDR006},
		{theNewCard, unreadable}:   {rule.WS003, rule.WS002, rule.RDR006},
		{theNewCard, absent}:       {rule.RDR003, rule.WS003, rule.WS002},

		{theVitale, noTrouble}: {rule.RDR011, rule.RDR005},

		{theReader, absent}:       {rule.RDR001, rule.RDR017, rule.WS013},
		{theReader, unrecognised}: {rule.RDR001, rule.RDR017, rule.WS013},
		{theReader, unreadable}:   {rule.RDR002, rule.RDR001, rule.RDR015},
		{theReader, noExchange}:   {rule.RDR002, rule.RDR014, rule.RDR015},
		{theReader, disconnects}:  {rule.RDR015, rule.RDR018, rule.RDR002},
		{theReader, afterSleep}:   {rule.RDR018, rule.WS029, rule.RDR015},
		{theReader, afterReplug}:  {rule.WS029, rule.RDR015, rule.RDR018},
		{theReader, obsolete}:     {rule.WS034, rule.WS014},
		{theReader, afterUpdate}:  {rule.RDR001, rule.RDR017, rule.WS008},
		{theReader, busy}:         {rule.WS017},
		{theReader, denied}:       {rule.WS017, rule.WS028, rule.RDR001},
		{theReader, locked}:       {rule.RDR002, rule.WS017},
		{theReader, blinks}:       {rule.RDR002, rule.RDR004, rule.RDR015},
		{theReader, notLoaded}:    {rule.RDR001, rule.RDR002},

		{thePIN, wrong}:       {rule.PIN001, rule.PIN002, rule.PIN003},
		{thePIN, locked}:      {rule.PIN003, rule.PIN005},
		{thePIN, askedAgain}:  {rule.SIGN006, rule.WS017},
		{thePUK, wrong}:       {rule.PIN004, rule.PIN005},
		{thePUK, locked}:      {rule.PIN005},
		{thePUK, absent}:      {rule.PIN010, rule.PIN009},
		{thePUK, noTrouble}:   {rule.PIN010, rule.PIN009, rule.PIN004},
		{thePUK, notReceived}: {rule.PIN010, rule.VAL011},
		{thePIN, notReceived}: {rule.PIN010, rule.VAL011},

		{theCertificate, unreadable}:   {rule.CERT009, rule.SIGN007, rule.CERT007},
		{theCertificate, absent}:       {rule.CERT009, rule.SIGN007, rule.WS010},
		{theCertificate, notLoaded}:    {rule.WS010, rule.CERT009, rule.WS011},
		{theCertificate, unrecognised}: {rule.CERT007, rule.CERT008},
		{theCertificate, untrusted}:    {rule.CERT007, rule.CERT008},
		{theCertificate, wrong}:        {rule.CERT007, rule.CERT001, rule.OPP002},
		{theCertificate, expired}:      {rule.CERT001, rule.CERT003},
		{theCertificate, revoked}:      {rule.OPP002, rule.OPP003},
		{theStore, noTrouble}:          {rule.WS010, rule.CERT009},

		{theSession, noTrouble}: {rule.RDR008, rule.RDR009, rule.WS017},

		{theLibrary, absent}:       {rule.WS001, rule.WS006, rule.WS007},
		{theLibrary, notLoaded}:    {rule.WS001, rule.WS006, rule.WS007},
		{theLibrary, unreadable}:   {rule.WS001, rule.WS006, rule.WS007},
		{theLibrary, noExchange}:   {rule.WS001, rule.WS006, rule.WS007},
		{theLibrary, wrong}:        {rule.WS007, rule.WS005, rule.WS001},
		{theLibrary, unrecognised}: {rule.WS001, rule.WS019, rule.WS007},
		{theLibrary, otherWidth}:   {rule.WS007, rule.WS001},
		{theLibrary, obsolete}:     {rule.WS005, rule.WS003, rule.WS002},
		{theLibrary, afterUpdate}:  {rule.WS006, rule.WS007, rule.WS001},

		{theFSV, noTrouble}:  {rule.WS025, rule.WS015},
		{theMICA, noTrouble}: {rule.WS026, rule.WS025},

		{theService, absent}:      {rule.WS008, rule.WS009},
		{theService, notLoaded}:   {rule.WS008, rule.WS009},
		{theService, noExchange}:  {rule.WS008, rule.WS009},
		{theService, disconnects}: {rule.WS008, rule.WS009},
		{theService, busy}:        {rule.WS017},
		{theService, denied}:      {rule.WS028, rule.WS017},
		{theService, locked}:      {rule.WS008, rule.WS009},

		{theBrowser, noTrouble}: {rule.NET003, rule.NET002, rule.CERT007},
		{theBrowser, untrusted}: {rule.CERT007},
		{theECPS, noTrouble}:    {rule.NET002, rule.NET001, rule.NET003},
		{theECPS, notReceived}:  {rule.NET008, rule.NET002, rule.NET001},
		{theECPS, expired}:      {rule.NET008, rule.NET002},
	}
})

// rules are the rules behind what was said, nil when they are not known; of some
// things any trouble has the same causes.
func (h spoken) rules() []rule.Number {
	if rules := heardRules()[h]; rules != nil {
		return rules
	}
	if h.thing == noThing {
		return nil
	}
	return heardRules()[spoken{h.thing, noTrouble}]
}

// firstChecks are the first things to look at where a text names a thing and nothing
// known of it.
var firstChecks = map[thing][]rule.Number{
	theCard:        {rule.RDR003, rule.RDR004, rule.RDR006},
	theNewCard:     {rule.WS003, rule.WS002, rule.RDR006},
	theReader:      {rule.RDR001, rule.RDR017, rule.RDR002},
	thePIN:         {rule.PIN001, rule.PIN002, rule.PIN003},
	theCertificate: {rule.CERT001, rule.CERT009, rule.CERT007},
	theLibrary:     {rule.WS001, rule.WS005, rule.WS007},
	theService:     {rule.WS008, rule.WS009, rule.RDR001},
	theMac:         {rule.WS019, rule.RDR017, rule.WS009},
}

// besideCode are rules behind a code that a thing named beside it points at, where
// they are not those behind a trouble of that thing: "61444 avec une V4".
var besideCode = map[thing][]rule.Number{
	theNewCard: {rule.DAM002, rule.RDR006},
	theLibrary: {rule.DAM002, rule.RDR006},
	theClock:   {rule.VAL009, rule.DAM003},
}

// first puts those rules of a code in front that the words beside it speak of; the
// others keep their order.
func (h spoken) first(ids []string) []string {
	if h.thing == noThing {
		return ids
	}
	meant := slices.Concat(besideCode[h.thing], h.rules())
	out := slices.Clone(ids)
	slices.SortStableFunc(out, func(a, b string) int {
		rank := func(id string) int {
			return slices.IndexFunc(meant, func(n rule.Number) bool { return n.ID() == id })
		}
		return cmp.Compare(uint(rank(a)), uint(rank(b))) //nolint:gosec // -1, for none, comes last
	})
	return out
}

// scoreHeard is the score of an answer by thing and trouble: nearer than a likeness
// of words, never sure.
const scoreHeard = 73

// heard answers by the thing that a query names and its trouble.
func (q *question) heard() (Match, bool) {
	rules, score := q.said.rules(), scoreHeard
	if rules == nil && !q.words.empty {
		score = scoreLeast
		rules = firstChecks[q.said.thing]
		if q.said.thing == noThing || q.said.thing == theCard { // of which the first checks say little
			rules = q.byProse(rules)
		}
	}
	if rules == nil {
		return Match{}, false
	}
	return Match{Message: Message{Kind: KindSaid, Meaning: rules[0].Rule().Title, Rules: ids(rules...)}, Score: score}, true
}

// fitting leaves the matches that can be about the thing that the query names, and
// puts those about another trouble of it behind the answer that heard gives: a
// likeness of words, words of people within a longer text, a part of a title.
// What a program says to the letter is always left as it is.
func (q *question) fitting(found []Match) []Match {
	found = slices.DeleteFunc(found, func(m Match) bool {
		if q.said.thing == noThing || m.Code != 0 || m.listed || len(m.Message.Rules) == 0 || m.Score >= scoreSame && !m.Message.bySomebody() || m.Score == scoreWhole {
			return false
		}
		first, ok := rule.ByID(m.Message.Rules[0])
		return ok && !q.said.thing.fits(first)
	})
	if q.said.rules() == nil {
		return found
	}
	for i := range found {
		m := &found[i]
		switch near := m.Score < scoreNear || m.Message.bySomebody(); {
		case m.Code != 0 || m.listed || m.Score == scoreWhole || m.Message.Kind == KindFamily:
		case q.said.trouble == intermittent && m.Message.bySomebody() && m.said.trouble != intermittent:
			m.Score = min(m.Score, scoreHeard-1) // of what fails always
		case near && m.Score < scoreSame && m.said != q.said, m.title && m.Score != scoreSame:
			m.Score = min(m.Score, scoreHeard-1)
		}
	}
	return found
}

// bySomebody reports whether a message is words of people rather than of a program.
func (m *Message) bySomebody() bool { return m.Kind == KindSaid || m.Kind == KindRule }
