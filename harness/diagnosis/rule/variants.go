package rule

// Keys of the variants, shared by the tables and the judges.
const (
	VariantIssuer          = "other-issuer"
	VariantPUKOnly         = "puk-only"
	VariantClock           = "clock"
	VariantReaderClock     = "reader-clock"
	VariantToday           = "today"
	VariantTomorrow        = "tomorrow"
	VariantPrinted         = "printed"
	VariantCall            = "call"
	VariantEmployee        = "employee-card"
	VariantDamaged         = "damaged"
	VariantTyped           = "typed"
	VariantSalaried        = "salaried"
	VariantOverdue         = "overdue"
	VariantInvalidated     = "invalidated"
	VariantReal            = "real"
	VariantTablesPath      = "tables-path"
	VariantNoMgc           = "no-mgc"
	VariantFault           = "fault"
	VariantWithdrawn       = "withdrawn"
	VariantSynchronisation = "synchronisation"
	VariantBilling         = "billing"
)
