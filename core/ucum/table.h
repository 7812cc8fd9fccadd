/* table.h -- the units and prefixes of UCUM; made by schemas/tools/ucum.py. */
/* SPDX-License-Identifier: Apache-2.0 */
/* From ucum-essence.xml 2.0.1 (2015-11-13).  Units are in the order of their codes. */
PREFIX("E", 1.0e18L)
PREFIX("G", 1.0e9L)
PREFIX("Gi", 1.073741824e9L)
PREFIX("Ki", 1.024e3L)
PREFIX("M", 1.0e6L)
PREFIX("Mi", 1.048576e6L)
PREFIX("P", 1.0e15L)
PREFIX("T", 1.0e12L)
PREFIX("Ti", 1.099511627776e12L)
PREFIX("Y", 1.0e24L)
PREFIX("Z", 1.0e21L)
PREFIX("a", 1.0e-18L)
PREFIX("c", 1.0e-2L)
PREFIX("d", 1.0e-1L)
PREFIX("da", 1.0e1L)
PREFIX("f", 1.0e-15L)
PREFIX("h", 1.0e2L)
PREFIX("k", 1.0e3L)
PREFIX("m", 1.0e-3L)
PREFIX("n", 1.0e-9L)
PREFIX("p", 1.0e-12L)
PREFIX("u", 1.0e-6L)
PREFIX("y", 1.0e-24L)
PREFIX("z", 1.0e-21L)
UNIT(.code = "%", .name = "percent", .factor = 1.0e-2L)
UNIT(.code = "%[slope]", .name = "percent of slope", .special = UCUM_TAN_100,
    .factor = 1.0e0L, .powers = { 0, 0, 0, 1, 0, 0, 0 })
UNIT(.code = "'", .name = "minute", .factor = 2.908882086657215961539485e-4L,
    .powers = { 0, 0, 0, 1, 0, 0, 0 })
UNIT(.code = "''", .name = "second", .factor = 4.848136811095359935899141e-6L,
    .powers = { 0, 0, 0, 1, 0, 0, 0 })
UNIT(.code = "10*", .name = "the number ten for arbitrary powers", .factor = 1.0e1L)
UNIT(.code = "10^", .name = "the number ten for arbitrary powers", .factor = 1.0e1L)
UNIT(.code = "A", .name = "ampère", .metric = true, .factor = 1.0e0L, .powers = { 0, -1,
    0, 0, 0, 1, 0 })
UNIT(.code = "AU", .name = "astronomic unit", .factor = 1.49597870691e11L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "Ao", .name = "Ångström", .factor = 1.0e-10L, .powers = { 1, 0, 0, 0, 0, 0,
    0 })
UNIT(.code = "B", .name = "bel", .metric = true, .special = UCUM_LG, .factor = 1.0e0L)
UNIT(.code = "B[10.nV]", .name = "bel 10 nanovolt", .metric = true,
    .special = UCUM_LG_TWICE, .factor = 1.0e-5L, .powers = { 2, -2, 1, 0, 0, -1, 0 })
UNIT(.code = "B[SPL]", .name = "bel sound pressure", .metric = true,
    .special = UCUM_LG_TWICE, .factor = 2.0e-2L, .powers = { -1, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "B[V]", .name = "bel volt", .metric = true, .special = UCUM_LG_TWICE,
    .factor = 1.0e3L, .powers = { 2, -2, 1, 0, 0, -1, 0 })
UNIT(.code = "B[W]", .name = "bel watt", .metric = true, .special = UCUM_LG,
    .factor = 1.0e3L, .powers = { 2, -3, 1, 0, 0, 0, 0 })
UNIT(.code = "B[kW]", .name = "bel kilowatt", .metric = true, .special = UCUM_LG,
    .factor = 1.0e6L, .powers = { 2, -3, 1, 0, 0, 0, 0 })
UNIT(.code = "B[mV]", .name = "bel millivolt", .metric = true, .special = UCUM_LG_TWICE,
    .factor = 1.0e0L, .powers = { 2, -2, 1, 0, 0, -1, 0 })
UNIT(.code = "B[uV]", .name = "bel microvolt", .metric = true, .special = UCUM_LG_TWICE,
    .factor = 1.0e-3L, .powers = { 2, -2, 1, 0, 0, -1, 0 })
UNIT(.code = "Bd", .name = "baud", .metric = true, .factor = 1.0e0L, .powers = { 0, -1,
    0, 0, 0, 0, 0 })
UNIT(.code = "Bi", .name = "Biot", .metric = true, .factor = 1.0e1L, .powers = { 0, -1,
    0, 0, 0, 1, 0 })
UNIT(.code = "Bq", .name = "becquerel", .metric = true, .factor = 1.0e0L, .powers = { 0,
    -1, 0, 0, 0, 0, 0 })
UNIT(.code = "By", .name = "byte", .metric = true, .factor = 8.0e0L)
UNIT(.code = "C", .name = "coulomb", .metric = true, .factor = 1.0e0L, .powers = { 0, 0,
    0, 0, 0, 1, 0 })
UNIT(.code = "Cel", .name = "degree Celsius", .metric = true, .special = UCUM_CELSIUS,
    .factor = 1.0e0L, .powers = { 0, 0, 0, 0, 1, 0, 0 })
UNIT(.code = "Ci", .name = "Curie", .metric = true, .factor = 3.7e10L, .powers = { 0,
    -1, 0, 0, 0, 0, 0 })
UNIT(.code = "F", .name = "farad", .metric = true, .factor = 1.0e-3L, .powers = { -2, 2,
    -1, 0, 0, 2, 0 })
UNIT(.code = "G", .name = "Gauss", .metric = true, .factor = 1.0e-1L, .powers = { 0, -1,
    1, 0, 0, -1, 0 })
UNIT(.code = "Gal", .name = "Gal", .metric = true, .factor = 1.0e-2L, .powers = { 1, -2,
    0, 0, 0, 0, 0 })
UNIT(.code = "Gb", .name = "Gilbert", .metric = true,
    .factor = 7.957747154594766788444188e-1L, .powers = { 0, -1, 0, 0, 0, 1, 0 })
UNIT(.code = "Gy", .name = "gray", .metric = true, .factor = 1.0e0L, .powers = { 2, -2,
    0, 0, 0, 0, 0 })
UNIT(.code = "H", .name = "henry", .metric = true, .factor = 1.0e3L, .powers = { 2, 0,
    1, 0, 0, -2, 0 })
UNIT(.code = "Hz", .name = "hertz", .metric = true, .factor = 1.0e0L, .powers = { 0, -1,
    0, 0, 0, 0, 0 })
UNIT(.code = "J", .name = "joule", .metric = true, .factor = 1.0e3L, .powers = { 2, -2,
    1, 0, 0, 0, 0 })
UNIT(.code = "K", .name = "kelvin", .metric = true, .factor = 1.0e0L, .powers = { 0, 0,
    0, 0, 1, 0, 0 })
UNIT(.code = "Ky", .name = "Kayser", .metric = true, .factor = 1.0e2L, .powers = { -1,
    0, 0, 0, 0, 0, 0 })
UNIT(.code = "L", .name = "liter", .metric = true, .factor = 1.0e-3L, .powers = { 3, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "Lmb", .name = "Lambert", .metric = true,
    .factor = 3.183098861837906715377675e3L, .powers = { -2, 0, 0, 0, 0, 0, 1 })
UNIT(.code = "Mx", .name = "Maxwell", .metric = true, .factor = 1.0e-5L, .powers = { 2,
    -1, 1, 0, 0, -1, 0 })
UNIT(.code = "N", .name = "newton", .metric = true, .factor = 1.0e3L, .powers = { 1, -2,
    1, 0, 0, 0, 0 })
UNIT(.code = "Np", .name = "neper", .metric = true, .special = UCUM_LN,
    .factor = 1.0e0L)
UNIT(.code = "Oe", .name = "Oersted", .metric = true,
    .factor = 7.957747154594766788444188e1L, .powers = { -1, -1, 0, 0, 0, 1, 0 })
UNIT(.code = "Ohm", .name = "ohm", .metric = true, .factor = 1.0e3L, .powers = { 2, -1,
    1, 0, 0, -2, 0 })
UNIT(.code = "P", .name = "Poise", .metric = true, .factor = 1.0e2L, .powers = { -1, -1,
    1, 0, 0, 0, 0 })
UNIT(.code = "Pa", .name = "pascal", .metric = true, .factor = 1.0e3L, .powers = { -1,
    -2, 1, 0, 0, 0, 0 })
UNIT(.code = "R", .name = "Roentgen", .metric = true, .factor = 2.58e-7L, .powers = { 0,
    0, -1, 0, 0, 1, 0 })
UNIT(.code = "RAD", .name = "radiation absorbed dose", .metric = true,
    .factor = 1.0e-2L, .powers = { 2, -2, 0, 0, 0, 0, 0 })
UNIT(.code = "REM", .name = "radiation equivalent man", .metric = true,
    .factor = 1.0e-2L, .powers = { 2, -2, 0, 0, 0, 0, 0 })
UNIT(.code = "S", .name = "siemens", .metric = true, .factor = 1.0e-3L, .powers = { -2,
    1, -1, 0, 0, 2, 0 })
UNIT(.code = "St", .name = "Stokes", .metric = true, .factor = 1.0e-4L, .powers = { 2,
    -1, 0, 0, 0, 0, 0 })
UNIT(.code = "Sv", .name = "sievert", .metric = true, .factor = 1.0e0L, .powers = { 2,
    -2, 0, 0, 0, 0, 0 })
UNIT(.code = "T", .name = "tesla", .metric = true, .factor = 1.0e3L, .powers = { 0, -1,
    1, 0, 0, -1, 0 })
UNIT(.code = "U", .name = "Unit", .metric = true, .factor = 1.00368945e16L,
    .powers = { 0, -1, 0, 0, 0, 0, 0 })
UNIT(.code = "V", .name = "volt", .metric = true, .factor = 1.0e3L, .powers = { 2, -2,
    1, 0, 0, -1, 0 })
UNIT(.code = "W", .name = "watt", .metric = true, .factor = 1.0e3L, .powers = { 2, -3,
    1, 0, 0, 0, 0 })
UNIT(.code = "Wb", .name = "weber", .metric = true, .factor = 1.0e3L, .powers = { 2, -1,
    1, 0, 0, -1, 0 })
UNIT(.code = "[APL'U]", .name = "APL unit", .factor = 1.0e0L, .arbitrary = 55)
UNIT(.code = "[AU]", .name = "allergen unit", .factor = 1.0e0L, .arbitrary = 56)
UNIT(.code = "[Amb'a'1'U]", .name = "allergen unit for Ambrosia artemisiifolia",
    .factor = 1.0e0L, .arbitrary = 57)
UNIT(.code = "[BAU]", .name = "bioequivalent allergen unit", .factor = 1.0e0L,
    .arbitrary = 58)
UNIT(.code = "[Btu]", .name = "British thermal unit", .factor = 1.05435e6L,
    .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[Btu_39]", .name = "British thermal unit at 39 °F", .factor = 1.05967e6L,
    .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[Btu_59]", .name = "British thermal unit at 59 °F", .factor = 1.0548e6L,
    .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[Btu_60]", .name = "British thermal unit at 60 °F", .factor = 1.05468e6L,
    .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[Btu_IT]", .name = "international table British thermal unit",
    .factor = 1.05505585262e6L, .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[Btu_m]", .name = "mean British thermal unit", .factor = 1.05587e6L,
    .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[Btu_th]", .name = "thermochemical British thermal unit",
    .factor = 1.05435e6L, .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[CCID_50]", .name = "50% cell culture infectious dose", .factor = 1.0e0L,
    .arbitrary = 66)
UNIT(.code = "[CFU]", .name = "colony forming units", .factor = 1.0e0L, .arbitrary = 67)
UNIT(.code = "[Cal]", .name = "nutrition label Calories", .factor = 4.184e6L,
    .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[Ch]", .name = "Charrière", .factor = 3.333333333333333333333333e-4L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[D'ag'U]", .name = "D-antigen unit", .factor = 1.0e0L, .arbitrary = 70)
UNIT(.code = "[EID_50]", .name = "50% embryo infectious dose", .factor = 1.0e0L,
    .arbitrary = 71)
UNIT(.code = "[ELU]", .name = "ELISA unit", .factor = 1.0e0L, .arbitrary = 72)
UNIT(.code = "[EU]", .name = "Ehrlich unit", .factor = 1.0e0L, .arbitrary = 73)
UNIT(.code = "[FEU]", .name = "fibrinogen equivalent unit", .factor = 1.0e0L,
    .arbitrary = 74)
UNIT(.code = "[FFU]", .name = "focus forming units", .factor = 1.0e0L, .arbitrary = 75)
UNIT(.code = "[GPL'U]", .name = "GPL unit", .factor = 1.0e0L, .arbitrary = 76)
UNIT(.code = "[G]", .name = "Newtonian constant of gravitation", .metric = true,
    .factor = 6.67259e-14L, .powers = { 3, -2, -1, 0, 0, 0, 0 })
UNIT(.code = "[HPF]", .name = "high power field", .factor = 1.0e0L)
UNIT(.code = "[HP]", .name = "horsepower", .factor = 7.4569987158227022e5L,
    .powers = { 2, -3, 1, 0, 0, 0, 0 })
UNIT(.code = "[IR]", .name = "index of reactivity", .factor = 1.0e0L, .arbitrary = 80)
UNIT(.code = "[IU]", .name = "international unit", .metric = true, .factor = 1.0e0L,
    .arbitrary = 160)
UNIT(.code = "[LPF]", .name = "low power field", .factor = 1.0e2L)
UNIT(.code = "[Lf]", .name = "Limit of flocculation", .factor = 1.0e0L, .arbitrary = 83)
UNIT(.code = "[MET]", .name = "metabolic equivalent",
    .factor = 5.833333333333333333333333e-11L, .powers = { 3, -1, -1, 0, 0, 0, 0 })
UNIT(.code = "[MPL'U]", .name = "MPL unit", .factor = 1.0e0L, .arbitrary = 85)
UNIT(.code = "[PFU]", .name = "plaque forming units", .factor = 1.0e0L, .arbitrary = 86)
UNIT(.code = "[PNU]", .name = "protein nitrogen unit", .factor = 1.0e0L,
    .arbitrary = 87)
UNIT(.code = "[PRU]", .name = "peripheral vascular resistance unit",
    .factor = 1.33322e11L, .powers = { -4, -1, 1, 0, 0, 0, 0 })
UNIT(.code = "[S]", .name = "Svedberg unit", .factor = 1.0e-13L, .powers = { 0, 1, 0, 0,
    0, 0, 0 })
UNIT(.code = "[TCID_50]", .name = "50% tissue culture infectious dose",
    .factor = 1.0e0L, .arbitrary = 90)
UNIT(.code = "[USP'U]", .name = "United States Pharmacopeia unit", .factor = 1.0e0L,
    .arbitrary = 91)
UNIT(.code = "[acr_br]", .name = "acre", .factor = 4.046850049400269056e3L,
    .powers = { 2, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[acr_us]", .name = "acre", .factor = 4.046872609874252006568529e3L,
    .powers = { 2, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[anti'Xa'U]", .name = "anti factor Xa unit", .factor = 1.0e0L,
    .arbitrary = 94)
UNIT(.code = "[arb'U]", .name = "arbitary unit", .factor = 1.0e0L, .arbitrary = 95)
UNIT(.code = "[bbl_us]", .name = "barrel", .factor = 1.58987294928e-1L, .powers = { 3,
    0, 0, 0, 0, 0, 0 })
UNIT(.code = "[bdsk'U]", .name = "Bodansky unit", .factor = 1.0e0L, .arbitrary = 97)
UNIT(.code = "[beth'U]", .name = "Bethesda unit", .factor = 1.0e0L, .arbitrary = 98)
UNIT(.code = "[bf_i]", .name = "board foot", .factor = 2.359737216e-3L, .powers = { 3,
    0, 0, 0, 0, 0, 0 })
UNIT(.code = "[bu_br]", .name = "bushel", .factor = 3.636872e-2L, .powers = { 3, 0, 0,
    0, 0, 0, 0 })
UNIT(.code = "[bu_us]", .name = "bushel", .factor = 3.523907016688e-2L, .powers = { 3,
    0, 0, 0, 0, 0, 0 })
UNIT(.code = "[c]", .name = "velocity of light", .metric = true,
    .factor = 2.99792458e8L, .powers = { 1, -1, 0, 0, 0, 0, 0 })
UNIT(.code = "[car_Au]", .name = "carat of gold alloys",
    .factor = 4.166666666666666666666667e-2L)
UNIT(.code = "[car_m]", .name = "metric carat", .factor = 2.0e-1L, .powers = { 0, 0, 1,
    0, 0, 0, 0 })
UNIT(.code = "[cft_i]", .name = "cubic foot", .factor = 2.8316846592e-2L, .powers = { 3,
    0, 0, 0, 0, 0, 0 })
UNIT(.code = "[ch_br]", .name = "Gunter's chain", .factor = 2.011678416e1L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[ch_us]", .name = "Gunter's chain",
    .factor = 2.011684023368046736093472e1L, .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[cicero]", .name = "cicero", .factor = 4.511111111111111111111111e-3L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[cin_i]", .name = "cubic inch", .factor = 1.6387064e-5L, .powers = { 3, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "[cml_i]", .name = "circular mil",
    .factor = 5.067074790974977514316398e-10L, .powers = { 2, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[cr_i]", .name = "cord", .factor = 3.624556363776e0L, .powers = { 3, 0, 0,
    0, 0, 0, 0 })
UNIT(.code = "[crd_us]", .name = "cord", .factor = 3.624556363776e0L, .powers = { 3, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "[cup_m]", .name = "metric cup", .factor = 2.4e-4L, .powers = { 3, 0, 0, 0,
    0, 0, 0 })
UNIT(.code = "[cup_us]", .name = "cup", .factor = 2.365882365e-4L, .powers = { 3, 0, 0,
    0, 0, 0, 0 })
UNIT(.code = "[cyd_i]", .name = "cubic yard", .factor = 7.64554857984e-1L,
    .powers = { 3, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[degF]", .name = "degree Fahrenheit", .special = UCUM_FAHRENHEIT,
    .factor = 5.555555555555555555555556e-1L, .powers = { 0, 0, 0, 0, 1, 0, 0 })
UNIT(.code = "[degR]", .name = "degree Rankine",
    .factor = 5.555555555555555555555556e-1L, .powers = { 0, 0, 0, 0, 1, 0, 0 })
UNIT(.code = "[degRe]", .name = "degree Réaumur", .special = UCUM_REAUMUR,
    .factor = 1.25e0L, .powers = { 0, 0, 0, 0, 1, 0, 0 })
UNIT(.code = "[den]", .name = "Denier", .factor = 1.111111111111111111111111e-4L,
    .powers = { -1, 0, 1, 0, 0, 0, 0 })
UNIT(.code = "[didot]", .name = "didot", .factor = 3.759259259259259259259259e-4L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[diop]", .name = "diopter", .factor = 1.0e0L, .powers = { -1, 0, 0, 0, 0,
    0, 0 })
UNIT(.code = "[dpt_us]", .name = "dry pint", .factor = 5.506104713575e-4L,
    .powers = { 3, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[dqt_us]", .name = "dry quart", .factor = 1.101220942715e-3L,
    .powers = { 3, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[dr_ap]", .name = "dram", .factor = 3.8879346e0L, .powers = { 0, 0, 1, 0,
    0, 0, 0 })
UNIT(.code = "[dr_av]", .name = "dram", .factor = 1.7718451953125e0L, .powers = { 0, 0,
    1, 0, 0, 0, 0 })
UNIT(.code = "[drp]", .name = "drop", .factor = 5.0e-8L, .powers = { 3, 0, 0, 0, 0, 0,
    0 })
UNIT(.code = "[dye'U]", .name = "Dye unit", .factor = 1.0e0L, .arbitrary = 127)
UNIT(.code = "[e]", .name = "elementary charge", .metric = true,
    .factor = 1.60217733e-19L, .powers = { 0, 0, 0, 0, 0, 1, 0 })
UNIT(.code = "[eps_0]", .name = "permittivity of vacuum", .metric = true,
    .factor = 8.854187817e-15L, .powers = { -3, 2, -1, 0, 0, 2, 0 })
UNIT(.code = "[fdr_br]", .name = "fluid dram", .factor = 3.5516328125e-6L,
    .powers = { 3, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[fdr_us]", .name = "fluid dram", .factor = 3.6966911953125e-6L,
    .powers = { 3, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[foz_br]", .name = "fluid ounce", .factor = 2.84130625e-5L, .powers = { 3,
    0, 0, 0, 0, 0, 0 })
UNIT(.code = "[foz_m]", .name = "metric fluid ounce", .factor = 3.0e-5L, .powers = { 3,
    0, 0, 0, 0, 0, 0 })
UNIT(.code = "[foz_us]", .name = "fluid ounce", .factor = 2.95735295625e-5L,
    .powers = { 3, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[ft_br]", .name = "foot", .factor = 3.0479976e-1L, .powers = { 1, 0, 0, 0,
    0, 0, 0 })
UNIT(.code = "[ft_i]", .name = "foot", .factor = 3.048e-1L, .powers = { 1, 0, 0, 0, 0,
    0, 0 })
UNIT(.code = "[ft_us]", .name = "foot", .factor = 3.048006096012192024384049e-1L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[fth_br]", .name = "fathom", .factor = 1.82879856e0L, .powers = { 1, 0, 0,
    0, 0, 0, 0 })
UNIT(.code = "[fth_i]", .name = "fathom", .factor = 1.8288e0L, .powers = { 1, 0, 0, 0,
    0, 0, 0 })
UNIT(.code = "[fth_us]", .name = "fathom", .factor = 1.828803657607315214630429e0L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[fur_us]", .name = "furlong", .factor = 2.011684023368046736093472e2L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[g]", .name = "standard acceleration of free fall", .metric = true,
    .factor = 9.80665e0L, .powers = { 1, -2, 0, 0, 0, 0, 0 })
UNIT(.code = "[gal_br]", .name = "gallon", .factor = 4.54609e-3L, .powers = { 3, 0, 0,
    0, 0, 0, 0 })
UNIT(.code = "[gal_us]", .name = "Queen Anne's wine gallon", .factor = 3.785411784e-3L,
    .powers = { 3, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[gal_wi]", .name = "historical winchester gallon",
    .factor = 4.40488377086e-3L, .powers = { 3, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[gil_br]", .name = "gill", .factor = 1.420653125e-4L, .powers = { 3, 0, 0,
    0, 0, 0, 0 })
UNIT(.code = "[gil_us]", .name = "gill", .factor = 1.1829411825e-4L, .powers = { 3, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "[gr]", .name = "grain", .factor = 6.479891e-2L, .powers = { 0, 0, 1, 0, 0,
    0, 0 })
UNIT(.code = "[h]", .name = "Planck constant", .metric = true, .factor = 6.6260755e-31L,
    .powers = { 2, -1, 1, 0, 0, 0, 0 })
UNIT(.code = "[hd_i]", .name = "hand", .factor = 1.016e-1L, .powers = { 1, 0, 0, 0, 0,
    0, 0 })
UNIT(.code = "[hnsf'U]", .name = "Hounsfield unit", .factor = 1.0e0L)
UNIT(.code = "[hp'_C]", .name = "homeopathic potency of centesimal series (retired)",
    .special = UCUM_HP_C, .factor = 1.0e0L)
UNIT(.code = "[hp'_M]", .name = "homeopathic potency of millesimal series (retired)",
    .special = UCUM_HP_M, .factor = 1.0e0L)
UNIT(.code = "[hp'_Q]",
    .name = "homeopathic potency of quintamillesimal series (retired)",
    .special = UCUM_HP_Q, .factor = 1.0e0L)
UNIT(.code = "[hp'_X]", .name = "homeopathic potency of decimal series (retired)",
    .special = UCUM_HP_X, .factor = 1.0e0L)
UNIT(.code = "[hp_C]", .name = "homeopathic potency of centesimal hahnemannian series",
    .factor = 1.0e0L, .arbitrary = 156)
UNIT(.code = "[hp_M]", .name = "homeopathic potency of millesimal hahnemannian series",
    .factor = 1.0e0L, .arbitrary = 157)
UNIT(.code = "[hp_Q]",
    .name = "homeopathic potency of quintamillesimal hahnemannian series",
    .factor = 1.0e0L, .arbitrary = 158)
UNIT(.code = "[hp_X]", .name = "homeopathic potency of decimal hahnemannian series",
    .factor = 1.0e0L, .arbitrary = 159)
UNIT(.code = "[iU]", .name = "international unit", .metric = true, .factor = 1.0e0L,
    .arbitrary = 160)
UNIT(.code = "[in_br]", .name = "inch", .factor = 2.539998e-2L, .powers = { 1, 0, 0, 0,
    0, 0, 0 })
UNIT(.code = "[in_i'H2O]", .name = "inch of water column", .factor = 2.4908891e5L,
    .powers = { -1, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[in_i'Hg]", .name = "inch of mercury column", .factor = 3.3863788e6L,
    .powers = { -1, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[in_i]", .name = "inch", .factor = 2.54e-2L, .powers = { 1, 0, 0, 0, 0, 0,
    0 })
UNIT(.code = "[in_us]", .name = "inch", .factor = 2.540005080010160020320041e-2L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[k]", .name = "Boltzmann constant", .metric = true,
    .factor = 1.380658e-20L, .powers = { 2, -2, 1, 0, -1, 0, 0 })
UNIT(.code = "[ka'U]", .name = "King-Armstrong unit", .factor = 1.0e0L,
    .arbitrary = 167)
UNIT(.code = "[kn_br]", .name = "knot", .factor = 5.14772928e-1L, .powers = { 1, -1, 0,
    0, 0, 0, 0 })
UNIT(.code = "[kn_i]", .name = "knot", .factor = 5.144444444444444444444444e-1L,
    .powers = { 1, -1, 0, 0, 0, 0, 0 })
UNIT(.code = "[knk'U]", .name = "Kunkel unit", .factor = 1.0e0L, .arbitrary = 170)
UNIT(.code = "[kp_C]", .name = "homeopathic potency of centesimal korsakovian series",
    .factor = 1.0e0L, .arbitrary = 171)
UNIT(.code = "[kp_M]", .name = "homeopathic potency of millesimal korsakovian series",
    .factor = 1.0e0L, .arbitrary = 172)
UNIT(.code = "[kp_Q]",
    .name = "homeopathic potency of quintamillesimal korsakovian series",
    .factor = 1.0e0L, .arbitrary = 173)
UNIT(.code = "[kp_X]", .name = "homeopathic potency of decimal korsakovian series",
    .factor = 1.0e0L, .arbitrary = 174)
UNIT(.code = "[lb_ap]", .name = "pound", .factor = 3.732417216e2L, .powers = { 0, 0, 1,
    0, 0, 0, 0 })
UNIT(.code = "[lb_av]", .name = "pound", .factor = 4.5359237e2L, .powers = { 0, 0, 1, 0,
    0, 0, 0 })
UNIT(.code = "[lb_tr]", .name = "pound", .factor = 3.732417216e2L, .powers = { 0, 0, 1,
    0, 0, 0, 0 })
UNIT(.code = "[lbf_av]", .name = "pound force", .factor = 4.4482216152605e3L,
    .powers = { 1, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[lcwt_av]", .name = "long hunderdweight", .factor = 5.080234544e4L,
    .powers = { 0, 0, 1, 0, 0, 0, 0 })
UNIT(.code = "[ligne]", .name = "ligne", .factor = 2.255555555555555555555556e-3L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[lk_br]", .name = "link for Gunter's chain", .factor = 2.011678416e-1L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[lk_us]", .name = "link for Gunter's chain",
    .factor = 2.011684023368046736093472e-1L, .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[lne]", .name = "line", .factor = 2.116666666666666666666667e-3L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[lton_av]", .name = "long ton", .factor = 1.0160469088e6L, .powers = { 0,
    0, 1, 0, 0, 0, 0 })
UNIT(.code = "[ly]", .name = "light-year", .metric = true,
    .factor = 9.4607304725808e15L, .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[m/s2/Hz^(1/2)]",
    .name = "meter per square seconds per square root of hertz", .special = UCUM_SQRT,
    .factor = 1.0e0L, .powers = { 2, -3, 0, 0, 0, 0, 0 })
UNIT(.code = "[m_e]", .name = "electron mass", .metric = true, .factor = 9.1093897e-28L,
    .powers = { 0, 0, 1, 0, 0, 0, 0 })
UNIT(.code = "[m_p]", .name = "proton mass", .metric = true, .factor = 1.6726231e-24L,
    .powers = { 0, 0, 1, 0, 0, 0, 0 })
UNIT(.code = "[mclg'U]", .name = "Mac Lagan unit", .factor = 1.0e0L, .arbitrary = 189)
UNIT(.code = "[mesh_i]", .name = "mesh", .factor = 3.937007874015748031496063e1L,
    .powers = { -1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[mi_br]", .name = "mile", .factor = 1.6093427328e3L, .powers = { 1, 0, 0,
    0, 0, 0, 0 })
UNIT(.code = "[mi_i]", .name = "mile", .factor = 1.609344e3L, .powers = { 1, 0, 0, 0, 0,
    0, 0 })
UNIT(.code = "[mi_us]", .name = "mile", .factor = 1.609347218694437388874778e3L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[mil_i]", .name = "mil", .factor = 2.54e-5L, .powers = { 1, 0, 0, 0, 0, 0,
    0 })
UNIT(.code = "[mil_us]", .name = "mil", .factor = 2.540005080010160020320041e-5L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[min_br]", .name = "minim", .factor = 5.919388020833333333333333e-8L,
    .powers = { 3, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[min_us]", .name = "minim", .factor = 6.1611519921875e-8L, .powers = { 3,
    0, 0, 0, 0, 0, 0 })
UNIT(.code = "[mu_0]", .name = "permeability of vacuum", .metric = true,
    .factor = 1.256637061435917295385057e-3L, .powers = { 1, 0, 1, 0, 0, -2, 0 })
UNIT(.code = "[nmi_br]", .name = "nautical mile", .factor = 1.8531825408e3L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[nmi_i]", .name = "nautical mile", .factor = 1.852e3L, .powers = { 1, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "[oz_ap]", .name = "ounce", .factor = 3.11034768e1L, .powers = { 0, 0, 1,
    0, 0, 0, 0 })
UNIT(.code = "[oz_av]", .name = "ounce", .factor = 2.8349523125e1L, .powers = { 0, 0, 1,
    0, 0, 0, 0 })
UNIT(.code = "[oz_m]", .name = "metric ounce", .factor = 2.8e1L, .powers = { 0, 0, 1, 0,
    0, 0, 0 })
UNIT(.code = "[oz_tr]", .name = "ounce", .factor = 3.11034768e1L, .powers = { 0, 0, 1,
    0, 0, 0, 0 })
UNIT(.code = "[p'diop]", .name = "prism diopter", .special = UCUM_TAN_100,
    .factor = 1.0e0L, .powers = { 0, 0, 0, 1, 0, 0, 0 })
UNIT(.code = "[pH]", .name = "pH", .special = UCUM_PH, .factor = 6.0221367e26L,
    .powers = { -3, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[pc_br]", .name = "pace", .factor = 7.619994e-1L, .powers = { 1, 0, 0, 0,
    0, 0, 0 })
UNIT(.code = "[pca]", .name = "pica", .factor = 4.233333333333333333333333e-3L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[pca_pr]", .name = "Printer's pica", .factor = 4.2175176e-3L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[pi]", .name = "the number pi", .factor = 3.141592653589793238462643e0L)
UNIT(.code = "[pied]", .name = "pied", .factor = 3.248e-1L, .powers = { 1, 0, 0, 0, 0,
    0, 0 })
UNIT(.code = "[pk_br]", .name = "peck", .factor = 9.09218e-3L, .powers = { 3, 0, 0, 0,
    0, 0, 0 })
UNIT(.code = "[pk_us]", .name = "peck", .factor = 8.80976754172e-3L, .powers = { 3, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "[pnt]", .name = "point", .factor = 3.527777777777777777777778e-4L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[pnt_pr]", .name = "Printer's point", .factor = 3.514598e-4L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[pouce]", .name = "pouce", .factor = 2.706666666666666666666667e-2L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[ppb]", .name = "parts per billion", .factor = 1.0e-9L)
UNIT(.code = "[ppm]", .name = "parts per million", .factor = 1.0e-6L)
UNIT(.code = "[ppth]", .name = "parts per thousand", .factor = 1.0e-3L)
UNIT(.code = "[pptr]", .name = "parts per trillion", .factor = 1.0e-12L)
UNIT(.code = "[psi]", .name = "pound per sqare inch",
    .factor = 6.894757293168361336722673e6L, .powers = { -1, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "[pt_br]", .name = "pint", .factor = 5.6826125e-4L, .powers = { 3, 0, 0, 0,
    0, 0, 0 })
UNIT(.code = "[pt_us]", .name = "pint", .factor = 4.73176473e-4L, .powers = { 3, 0, 0,
    0, 0, 0, 0 })
UNIT(.code = "[pwt_tr]", .name = "pennyweight", .factor = 1.55517384e0L, .powers = { 0,
    0, 1, 0, 0, 0, 0 })
UNIT(.code = "[qt_br]", .name = "quart", .factor = 1.1365225e-3L, .powers = { 3, 0, 0,
    0, 0, 0, 0 })
UNIT(.code = "[qt_us]", .name = "quart", .factor = 9.46352946e-4L, .powers = { 3, 0, 0,
    0, 0, 0, 0 })
UNIT(.code = "[rch_us]", .name = "Ramden's chain",
    .factor = 3.048006096012192024384049e1L, .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[rd_br]", .name = "rod", .factor = 5.02919604e0L, .powers = { 1, 0, 0, 0,
    0, 0, 0 })
UNIT(.code = "[rd_us]", .name = "rod", .factor = 5.02921005842011684023368e0L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[rlk_us]", .name = "link for Ramden's chain",
    .factor = 3.048006096012192024384049e-1L, .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[sc_ap]", .name = "scruple", .factor = 1.2959782e0L, .powers = { 0, 0, 1,
    0, 0, 0, 0 })
UNIT(.code = "[sct]", .name = "section", .factor = 2.589998470319521284203859e6L,
    .powers = { 2, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[scwt_av]", .name = "short hundredweight", .factor = 4.5359237e4L,
    .powers = { 0, 0, 1, 0, 0, 0, 0 })
UNIT(.code = "[sft_i]", .name = "square foot", .factor = 9.290304e-2L, .powers = { 2, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "[sin_i]", .name = "square inch", .factor = 6.4516e-4L, .powers = { 2, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "[smgy'U]", .name = "Somogyi unit", .factor = 1.0e0L, .arbitrary = 236)
UNIT(.code = "[smi_us]", .name = "square mile", .factor = 2.589998470319521284203859e6L,
    .powers = { 2, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[smoot]", .name = "Smoot", .factor = 1.7018e0L, .powers = { 1, 0, 0, 0, 0,
    0, 0 })
UNIT(.code = "[srd_us]", .name = "square rod", .factor = 2.529295381171407504105331e1L,
    .powers = { 2, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[ston_av]", .name = "short ton", .factor = 9.0718474e5L, .powers = { 0, 0,
    1, 0, 0, 0, 0 })
UNIT(.code = "[stone_av]", .name = "stone", .factor = 6.35029318e3L, .powers = { 0, 0,
    1, 0, 0, 0, 0 })
UNIT(.code = "[syd_i]", .name = "square yard", .factor = 8.3612736e-1L, .powers = { 2,
    0, 0, 0, 0, 0, 0 })
UNIT(.code = "[tb'U]", .name = "tuberculin unit", .factor = 1.0e0L, .arbitrary = 243)
UNIT(.code = "[tbs_m]", .name = "metric tablespoon", .factor = 1.5e-5L, .powers = { 3,
    0, 0, 0, 0, 0, 0 })
UNIT(.code = "[tbs_us]", .name = "tablespoon", .factor = 1.478676478125e-5L,
    .powers = { 3, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[todd'U]", .name = "Todd unit", .factor = 1.0e0L, .arbitrary = 246)
UNIT(.code = "[tsp_m]", .name = "metric teaspoon", .factor = 5.0e-6L, .powers = { 3, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "[tsp_us]", .name = "teaspoon", .factor = 4.92892159375e-6L, .powers = { 3,
    0, 0, 0, 0, 0, 0 })
UNIT(.code = "[twp]", .name = "township", .factor = 9.323994493150276623133891e7L,
    .powers = { 2, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "[wood'U]", .name = "Wood unit", .factor = 7.99932e9L, .powers = { -4, -1,
    1, 0, 0, 0, 0 })
UNIT(.code = "[yd_br]", .name = "yard", .factor = 9.1439928e-1L, .powers = { 1, 0, 0, 0,
    0, 0, 0 })
UNIT(.code = "[yd_i]", .name = "yard", .factor = 9.144e-1L, .powers = { 1, 0, 0, 0, 0,
    0, 0 })
UNIT(.code = "[yd_us]", .name = "yard", .factor = 9.144018288036576073152146e-1L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "a", .name = "year", .factor = 3.15576e7L, .powers = { 0, 1, 0, 0, 0, 0,
    0 })
UNIT(.code = "a_g", .name = "mean Gregorian year", .factor = 3.1556952e7L,
    .powers = { 0, 1, 0, 0, 0, 0, 0 })
UNIT(.code = "a_j", .name = "mean Julian year", .factor = 3.15576e7L, .powers = { 0, 1,
    0, 0, 0, 0, 0 })
UNIT(.code = "a_t", .name = "tropical year", .factor = 3.1556925216e7L, .powers = { 0,
    1, 0, 0, 0, 0, 0 })
UNIT(.code = "ar", .name = "are", .metric = true, .factor = 1.0e2L, .powers = { 2, 0, 0,
    0, 0, 0, 0 })
UNIT(.code = "atm", .name = "standard atmosphere", .factor = 1.01325e8L, .powers = { -1,
    -2, 1, 0, 0, 0, 0 })
UNIT(.code = "att", .name = "technical atmosphere", .factor = 9.80665e7L,
    .powers = { -1, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "b", .name = "barn", .factor = 1.0e-28L, .powers = { 2, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "bar", .name = "bar", .metric = true, .factor = 1.0e8L, .powers = { -1, -2,
    1, 0, 0, 0, 0 })
UNIT(.code = "bit", .name = "bit", .metric = true, .factor = 1.0e0L)
UNIT(.code = "bit_s", .name = "bit", .special = UCUM_LD, .factor = 1.0e0L)
UNIT(.code = "cal", .name = "calorie", .metric = true, .factor = 4.184e3L,
    .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "cal_IT", .name = "international table calorie", .metric = true,
    .factor = 4.1868e3L, .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "cal_[15]", .name = "calorie at 15 °C", .metric = true,
    .factor = 4.1858e3L, .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "cal_[20]", .name = "calorie at 20 °C", .metric = true,
    .factor = 4.1819e3L, .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "cal_m", .name = "mean calorie", .metric = true, .factor = 4.19002e3L,
    .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "cal_th", .name = "thermochemical calorie", .metric = true,
    .factor = 4.184e3L, .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "cd", .name = "candela", .metric = true, .factor = 1.0e0L, .powers = { 0,
    0, 0, 0, 0, 0, 1 })
UNIT(.code = "circ", .name = "circle", .factor = 6.283185307179586476925287e0L,
    .powers = { 0, 0, 0, 1, 0, 0, 0 })
UNIT(.code = "d", .name = "day", .factor = 8.64e4L, .powers = { 0, 1, 0, 0, 0, 0, 0 })
UNIT(.code = "deg", .name = "degree", .factor = 1.745329251994329576923691e-2L,
    .powers = { 0, 0, 0, 1, 0, 0, 0 })
UNIT(.code = "dyn", .name = "dyne", .metric = true, .factor = 1.0e-2L, .powers = { 1,
    -2, 1, 0, 0, 0, 0 })
UNIT(.code = "eV", .name = "electronvolt", .metric = true, .factor = 1.60217733e-16L,
    .powers = { 2, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "eq", .name = "equivalents", .metric = true, .factor = 6.0221367e23L)
UNIT(.code = "erg", .name = "erg", .metric = true, .factor = 1.0e-4L, .powers = { 2, -2,
    1, 0, 0, 0, 0 })
UNIT(.code = "g", .name = "gram", .metric = true, .factor = 1.0e0L, .powers = { 0, 0, 1,
    0, 0, 0, 0 })
UNIT(.code = "g%", .name = "gram percent", .metric = true, .factor = 1.0e4L,
    .powers = { -3, 0, 1, 0, 0, 0, 0 })
UNIT(.code = "gf", .name = "gram-force", .metric = true, .factor = 9.80665e0L,
    .powers = { 1, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "gon", .name = "gon", .factor = 1.570796326794896619231322e-2L,
    .powers = { 0, 0, 0, 1, 0, 0, 0 })
UNIT(.code = "h", .name = "hour", .factor = 3.6e3L, .powers = { 0, 1, 0, 0, 0, 0, 0 })
UNIT(.code = "kat", .name = "katal", .metric = true, .factor = 6.0221367e23L,
    .powers = { 0, -1, 0, 0, 0, 0, 0 })
UNIT(.code = "l", .name = "liter", .metric = true, .factor = 1.0e-3L, .powers = { 3, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "lm", .name = "lumen", .metric = true, .factor = 1.0e0L, .powers = { 0, 0,
    0, 2, 0, 0, 1 })
UNIT(.code = "lx", .name = "lux", .metric = true, .factor = 1.0e0L, .powers = { -2, 0,
    0, 2, 0, 0, 1 })
UNIT(.code = "m", .name = "meter", .metric = true, .factor = 1.0e0L, .powers = { 1, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "m[H2O]", .name = "meter of water column", .metric = true,
    .factor = 9.80665e6L, .powers = { -1, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "m[Hg]", .name = "meter of mercury column", .metric = true,
    .factor = 1.33322e8L, .powers = { -1, -2, 1, 0, 0, 0, 0 })
UNIT(.code = "mho", .name = "mho", .metric = true, .factor = 1.0e-3L, .powers = { -2, 1,
    -1, 0, 0, 2, 0 })
UNIT(.code = "min", .name = "minute", .factor = 6.0e1L, .powers = { 0, 1, 0, 0, 0, 0,
    0 })
UNIT(.code = "mo", .name = "month", .factor = 2.6298e6L, .powers = { 0, 1, 0, 0, 0, 0,
    0 })
UNIT(.code = "mo_g", .name = "mean Gregorian month", .factor = 2.629746e6L,
    .powers = { 0, 1, 0, 0, 0, 0, 0 })
UNIT(.code = "mo_j", .name = "mean Julian month", .factor = 2.6298e6L, .powers = { 0, 1,
    0, 0, 0, 0, 0 })
UNIT(.code = "mo_s", .name = "synodal month", .factor = 2.551442976e6L, .powers = { 0,
    1, 0, 0, 0, 0, 0 })
UNIT(.code = "mol", .name = "mole", .metric = true, .factor = 6.0221367e23L)
UNIT(.code = "osm", .name = "osmole", .metric = true, .factor = 6.0221367e23L)
UNIT(.code = "pc", .name = "parsec", .metric = true, .factor = 3.085678e16L,
    .powers = { 1, 0, 0, 0, 0, 0, 0 })
UNIT(.code = "ph", .name = "phot", .metric = true, .factor = 1.0e-4L, .powers = { -2, 0,
    0, 2, 0, 0, 1 })
UNIT(.code = "rad", .name = "radian", .metric = true, .factor = 1.0e0L, .powers = { 0,
    0, 0, 1, 0, 0, 0 })
UNIT(.code = "s", .name = "second", .metric = true, .factor = 1.0e0L, .powers = { 0, 1,
    0, 0, 0, 0, 0 })
UNIT(.code = "sb", .name = "stilb", .metric = true, .factor = 1.0e4L, .powers = { -2, 0,
    0, 0, 0, 0, 1 })
UNIT(.code = "sph", .name = "spere", .factor = 1.256637061435917295385057e1L,
    .powers = { 0, 0, 0, 2, 0, 0, 0 })
UNIT(.code = "sr", .name = "steradian", .metric = true, .factor = 1.0e0L, .powers = { 0,
    0, 0, 2, 0, 0, 0 })
UNIT(.code = "st", .name = "stere", .metric = true, .factor = 1.0e0L, .powers = { 3, 0,
    0, 0, 0, 0, 0 })
UNIT(.code = "t", .name = "tonne", .metric = true, .factor = 1.0e6L, .powers = { 0, 0,
    1, 0, 0, 0, 0 })
UNIT(.code = "tex", .name = "tex", .metric = true, .factor = 1.0e-3L, .powers = { -1, 0,
    1, 0, 0, 0, 0 })
UNIT(.code = "u", .name = "unified atomic mass unit", .metric = true,
    .factor = 1.6605402e-24L, .powers = { 0, 0, 1, 0, 0, 0, 0 })
UNIT(.code = "wk", .name = "week", .factor = 6.048e5L, .powers = { 0, 1, 0, 0, 0, 0,
    0 })
