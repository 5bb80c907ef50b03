package rule

// Source is a document that a rule rests on: its public title, and its address
// when it has one.
type Source struct {
	Title   string
	Address string
}

// The documents behind the rules. The first four are the field documents of
// the project; "derived" marks what is nobody's rule but ours.
var (
	srcBillingFAQ = Source{Title: "FAQ of a billing software"}
	srcLeaflet    = Source{Title: "Leaflet for liberal doctors"}
	srcArticle    = Source{Title: "Article of a training company, 2025"}
	srcHealthFAQ  = Source{Title: "FAQ of an online health service"}
	srcSheetCPE   = Source{Title: "GIE SESAM-Vitale, sheet PDT-INF-617, 25/09/2024"}
	srcDerived    = Source{Title: "Engineering judgement of this project"}

	srcCryptolib    = Source{"CryptolibCPS", "https://github.com/ansforge/dops-cryptolib"}
	srcCryptolibSrc = Source{"CryptolibCPS sources (card-cps.c, card-cps3.c, misc.c)", "https://github.com/ansforge/dops-cryptolib"}
	srcCryptolibExt = Source{"CryptolibCPS external specification 2.0.0", "https://github.com/ansforge/dops-cryptolib"}
	srcCryptolibInt = Source{"CryptolibCPS internal specification", "https://github.com/ansforge/dops-cryptolib"}
	srcGestion      = Source{"GESTION CPS 6.08.00, screens and messages", "https://github.com/ansforge/dops-cryptolib"}
	srcDico         = Source{"DICO-FR.GIP 02.18", "https://github.com/ansforge/dops-cryptolib"}
	srcSSV          = Source{"SSV manual 4.03, as transcribed by MedinTux", "https://www.medintux.org"}
	srcSSVFields    = Source{"MedinTux, SESAM-Vitale fields", "https://github.com/leo-naeka/medintux"}
	srcMOS          = Source{"Modèle des objets de santé (MOS)", "https://github.com/ansforge/IG-modele-objets-sante"}
	srcIDType       = Source{"psc-toggle-ids, PsIdType.java", "https://github.com/ansforge/psc-toggle-ids"}
	srcR16153       = Source{"CSS R.161-53", "https://juriblio.fr/codes/code-de-la-securite-sociale/partie-reglementaire-decrets-en-conseil-d-etat/livre-i/titre-vi/chapitre-1er/section-4/sous-section-5/article-r161-53"}
	srcR16155       = Source{"CSS R.161-55", "https://lexbase.fr/texte-de-loi/code-de-la-securite-socialer16155/L3437MGE.html"}
	srcOpposition   = Source{"CSS, opposition of cards", "https://legal.tricoteuses.fr/articles/LEGIARTI000046845034"}
	srcEsante2014   = Source{"Questions and answers of esante.gouv.fr, 2014", "http://esante.gouv.fr/services/espace-cps/vous-avez-besoin-d-aide-nous-repondons-a-vos-questions"}
	srcEsanteHelp   = Source{"Assistance pages of esante.gouv.fr", "https://esante.gouv.fr/assistance"}
	srcAffid        = Source{"AFFID knowledge base", "https://www.affid.fr/base-de-connaissances/kb-1/4-autorisation-daccès-aux-données-de-santé"}
	srcGIPFAQ       = Source{Title: "FAQ of the former GIP \"CPS\""}
	srcJuxta        = Source{"Juxta field catalogue", "https://github.com/zbibeau/juxta"}
	srcRNWindows    = Source{"CryptolibCPS release note, Windows 5.2.2", "https://github.com/ansforge/dops-cryptolib"}
	srcRNLinux      = Source{"CryptolibCPS release note, Linux 5.2.2", "https://github.com/ansforge/dops-cryptolib"}
	srcRNMac        = Source{"CryptolibCPS release note, macOS 5.2.1", "https://github.com/ansforge/dops-cryptolib"}
	srcMSI          = Source{"CryptolibCPS installer specification 3.3.4", "https://github.com/ansforge/dops-cryptolib"}
	srcTRE          = Source{"TRE_G100 Spécialité AM, 20241025", "https://mos.esante.gouv.fr/NOS/TRE_G100-Specialite-AM/FHIR/TRE-G100-Specialite-AM"}
	srcECPS         = Source{"Questions on the e-CPS, esante.gouv.fr, 2025", "https://esante.gouv.fr/foire-aux-questions/produits-services/e-cps"}
	srcANSIndustry  = Source{"ANS, questions of the industry", "https://industriels.esante.gouv.fr/faq/resultats"}
	srcAnamnese     = Source{"Anamnèse help pages, Ségur", "https://aide.anamnese.care/foires-a-questions-segur"}
	srcETG          = Source{"ET Gestion, presentation of the CPS4", "https://et-gestion.com/blog-santé/présentation-de-la-cps4"}
	srcReco         = Source{"Recommandations médicales, 2026", "https://github.com/djibe/recommandations-medicales"}
	srcQuotidien    = Source{"Le Quotidien du pharmacien, amelipro accounts", "https://www.lequotidiendupharmacien.fr/exercice-pro/attention-au-blocage-des-comptes-amelipro"}
	srcReplacing    = Source{"Order of physiotherapists (Bas-Rhin), answers of the CNAMTS on the CPS of those who only replace, 2016", "https://basrhin.ordremk.fr/2016/01/21/reponse-de-la-cnamts-concernant-la-creation-dune-cps-pour-les-remplacants-exclusifs"}
	srcFMF          = Source{"FMF, a field report", "https://fmfpro.org/?p=1992"}
)
