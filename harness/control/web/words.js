"use strict";
// What the page says, in both languages.
const WORDS = {
  fr: {
    skip: "Aller au lecteur", theme: "Clair / sombre", readOnly: "Lecture seule : pour changer quelque chose, il faut le jeton de la station (CPSLAB_CONTROL_TOKEN).",
    token: "Jeton", unlock: "Déverrouiller", readers: "Lecteurs", readerWord: "Lecteur", gallery: "Cartes", search: "Chercher", keys: "Touches : 1 à 9 choisit un lecteur, R retire sa carte.",
    remove: "Retirer", reset: "Revenir au départ", snapshot: "Garder un instantané", back: "Instantané", restore: "Y revenir", fault: "Panne", arm: "Armer", disarm: "Finir les pannes",
    copyAs: "La même chose, à copier", exchanges: "Échanges", filter: "Filtrer", pause: "Pause", number: "N°", time: "Heure", command: "Commande", file: "Fichier", status: "Réponse", took: "Durée",
    explain: "Que veut dire ce message ?", message: "Message, code, ou journal collé", lookUp: "Chercher", workstation: "Journal (pcscd, OpenSC, stunnel…) ou fichier d'un poste (cpslab doctor --collect), à choisir ou à déposer",
    lead: "Aller à la cause, une question à la fois", support: "Je m'occupe de ce poste ou du logiciel : poser aussi ce qui demande un outil", dontKnow: "Je ne sais pas", backOne: "Question précédente", possible: "Causes possibles", answered: "Réponses données",
    yourAnswer: "Réponse", reply: "Répondre", established: "Cause établie par ce qui est dit", noneEstablished: "Aucune cause n'est établie", stillOpen: "Restent possibles, dans l'ordre où les vérifier :", onward: "Continuer avec les questions qui demandent un outil",
    ticket: "À coller dans un ticket", check: "Vérifier", callThem: "Appeler", line: "ligne", upTo: "jusqu'à la ligne", toConfirm: "à confirmer", linesRead: "lignes lues", namesNothing: "rien n'y nomme une cause", notRead: "N'a pas été lu :", whatToDo: "Que faire", cutAt: "ce qui suit les 32 premiers Mio",
    empty: "vide", beside: "à côté du lecteur", heldBy: "réservé par", tries: "code porteur", blockedCode: "bloqué", exchangesCount: "échanges", readersCount: "lecteurs", noCard: "Pas de carte. Choisissez-en une dans la liste.",
    live: "relié", gone: "station injoignable, nouvel essai…", loading: "chargement…", copy: "Copier", copied: "Copié", findings: "Constats", remedy: "Que faire", cause: "Cause", shows: "à voir sur", sure: "certain", near: "proche, à confirmer",
    nothing: "Rien de connu.", sent: "Envoyé", got: "Reçu", bytes: "octets", lost: "perdu", faultMark: "panne", checks: "Vérifications", notJudged: "Verdict impossible", close: "Fermer", other: "English", title: "station cpslab",
    insertInto: "Insérer dans le lecteur", wrongToken: "Ce n'est pas le jeton de cette station.",
    says: "Ce que disent ces octets", saysWhole: "Ce que dit le fichier entier", feeds: "Un constat en dépend :", seenIn: "Lu dans les échanges", notYetRead: "Aucun programme ne l'a encore lu.", toFinding: "Aller au constat", toExchange: "Aller à l'échange",
    copyLine: "Copier la ligne curl",
    verdicts: { ok: "bon", warning: "à surveiller", blocked: "bloquée", incomplete: "incomplet", undetermined: "indéterminé", "bench-error": "lecture interrompue" },
  },
  en: {
    skip: "Go to the reader", theme: "Light / dark", readOnly: "Read only: a change needs the token of the station (CPSLAB_CONTROL_TOKEN).",
    token: "Token", unlock: "Unlock", readers: "Readers", readerWord: "Reader", gallery: "Cards", search: "Search", keys: "Keys: 1 to 9 choose a reader, R pulls its card out.",
    remove: "Remove", reset: "Back to the start", snapshot: "Keep a snapshot", back: "Snapshot", restore: "Go back to it", fault: "Fault", arm: "Arm", disarm: "End the faults",
    copyAs: "The same, to copy", exchanges: "Exchanges", filter: "Filter", pause: "Pause", number: "No.", time: "Time", command: "Command", file: "File", status: "Answer", took: "Took",
    explain: "What does this message mean?", message: "Message, code, or a log pasted", lookUp: "Look up", workstation: "A log (pcscd, OpenSC, stunnel…) or the file of a workstation (cpslab doctor --collect), to choose or to drop",
    lead: "Lead me to the cause, one question at a time", support: "I maintain this computer or the software: ask what takes a tool, too", dontKnow: "I don't know", backOne: "Previous question", possible: "Possible causes", answered: "Answers given",
    yourAnswer: "Answer", reply: "Answer", established: "Cause established by what was told", noneEstablished: "No cause is established", stillOpen: "Still possible, in the order to check them:", onward: "Go on with the questions that take a tool",
    ticket: "To paste in a ticket", check: "Check", callThem: "Call", line: "line", upTo: "up to line", toConfirm: "to be confirmed", linesRead: "lines read", namesNothing: "nothing in it names a cause", notRead: "Not read:", whatToDo: "What to do", cutAt: "what comes behind the first 32 MiB",
    empty: "empty", beside: "beside the reader", heldBy: "held by", tries: "PIN", blockedCode: "blocked", exchangesCount: "exchanges", readersCount: "readers", noCard: "No card. Choose one in the list.",
    live: "connected", gone: "station out of reach, trying again…", loading: "loading…", copy: "Copy", copied: "Copied", findings: "Findings", remedy: "What to do", cause: "Cause", shows: "to be seen on", sure: "sure", near: "near, to be confirmed",
    nothing: "Nothing known.", sent: "Sent", got: "Received", bytes: "bytes", lost: "lost", faultMark: "fault", checks: "Checks", notJudged: "No verdict", close: "Close", other: "Français", title: "cpslab station",
    insertInto: "Insert into reader", wrongToken: "This is not the token of this station.",
    says: "What these bytes say", saysWhole: "What the whole file says", feeds: "A finding rests on it:", seenIn: "Read in the exchanges", notYetRead: "No program has read it yet.", toFinding: "Go to the finding", toExchange: "Go to the exchange",
    copyLine: "Copy the curl line",
    verdicts: { ok: "good", warning: "warning", blocked: "blocked", incomplete: "incomplete", undetermined: "undetermined", "bench-error": "reading cut short" },
  },
};
const GLYPHS = { ok: "●", warning: "▲", blocked: "■", incomplete: "◐", undetermined: "◐", "bench-error": "■" };
