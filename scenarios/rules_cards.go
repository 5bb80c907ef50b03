package scenarios

// healthy is a card that many scenarios read as it is.
const healthy = "extends: cps3-healthy"
