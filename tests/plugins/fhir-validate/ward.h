/* ward.h -- a hospital's own package, as small as one may be. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FHIR_VALIDATE_WARD_H
#define TESTS_FHIR_VALIDATE_WARD_H

struct ward_file {
    const char *name, *text;
};

#define WARD_PATIENT "https://ward.example/StructureDefinition/ward-patient"

static const struct ward_file ward_files[] = {
    { "package/package.json", "{ \"name\": \"ward\", \"version\": \"1.0.0\" }" },
    /* It has no snapshot: a family name, a bed, a hospital's number and no photo. */
    { "package/StructureDefinition-ward-patient.json",
      "{ \"resourceType\": \"StructureDefinition\", \"name\": \"WardPatient\","
      "  \"url\": \"" WARD_PATIENT "\", \"status\": \"active\", \"kind\": \"resource\","
      "  \"abstract\": false, \"type\": \"Patient\", \"derivation\": \"constraint\","
      "  \"baseDefinition\": \"http://hl7.org/fhir/StructureDefinition/Patient\","
      "  \"differential\": { \"element\": ["
      "    { \"id\": \"Patient.extension\", \"path\": \"Patient.extension\","
      "      \"slicing\": { \"rules\": \"open\","
      "        \"discriminator\": [{ \"type\": \"value\", \"path\": \"url\" }] } },"
      "    { \"id\": \"Patient.extension:bed\", \"path\": \"Patient.extension\","
      "      \"sliceName\": \"bed\", \"min\": 1, \"max\": \"1\", \"type\": [{"
      "        \"code\": \"Extension\","
      "        \"profile\": [\"https://ward.example/StructureDefinition/bed\"] }] },"
      "    { \"id\": \"Patient.identifier\", \"path\": \"Patient.identifier\","
      "      \"slicing\": { \"rules\": \"closed\","
      "        \"discriminator\": [{ \"type\": \"value\", \"path\": \"system\" }] } },"
      "    { \"id\": \"Patient.identifier:number\", \"path\": \"Patient.identifier\","
      "      \"sliceName\": \"number\", \"max\": \"1\" },"
      "    { \"id\": \"Patient.identifier:number.system\","
      "      \"path\": \"Patient.identifier.system\", \"min\": 1,"
      "      \"fixedUri\": \"https://ward.example/number\" },"
      "    { \"id\": \"Patient.name.family\", \"path\": \"Patient.name.family\", "
      "\"min\": 1 },"
      "    { \"id\": \"Patient.photo\", \"path\": \"Patient.photo\", \"max\": \"0\" },"
      "    { \"id\": \"Patient.maritalStatus\", \"path\": \"Patient.maritalStatus\","
      "      \"binding\": { \"strength\": \"required\","
      "        \"valueSet\": \"https://ward.example/ValueSet/status\" } }"
      "  ] } }" },
    { "package/StructureDefinition-bed.json",
      "{ \"resourceType\": \"StructureDefinition\", \"name\": \"Bed\","
      "  \"url\": \"https://ward.example/StructureDefinition/bed\", \"status\": "
      "\"active\","
      "  \"kind\": \"complex-type\", \"abstract\": false, \"type\": \"Extension\","
      "  \"context\": [{ \"type\": \"element\", \"expression\": \"Patient\" }],"
      "  \"derivation\": \"constraint\","
      "  \"baseDefinition\": \"http://hl7.org/fhir/StructureDefinition/Extension\","
      "  \"differential\": { \"element\": ["
      "    { \"id\": \"Extension.url\", \"path\": \"Extension.url\","
      "      \"fixedUri\": \"https://ward.example/StructureDefinition/bed\" },"
      "    { \"id\": \"Extension.value[x]\", \"path\": \"Extension.value[x]\", \"min\": "
      "1,"
      "      \"type\": [{ \"code\": \"string\" }] }"
      "  ] } }" },
    { "package/CodeSystem-status.json",
      "{ \"resourceType\": \"CodeSystem\", \"status\": \"active\", \"content\": "
      "\"complete\","
      "  \"url\": \"https://ward.example/CodeSystem/status\", \"concept\": ["
      "    { \"code\": \"bound\", \"concept\": [{ \"code\": \"married\" }] },"
      "    { \"code\": \"free\" }] }" },
    { "package/ValueSet-status.json",
      "{ \"resourceType\": \"ValueSet\", \"status\": \"active\","
      "  \"url\": \"https://ward.example/ValueSet/status\", \"compose\": { \"include\": "
      "[{"
      "    \"system\": \"https://ward.example/CodeSystem/status\", \"filter\": ["
      "      { \"property\": \"concept\", \"op\": \"is-a\", \"value\": \"bound\" }] }] } "
      "}" },
    { "package/Questionnaire-pain.json",
      "{ \"resourceType\": \"Questionnaire\", \"status\": \"active\","
      "  \"url\": \"https://ward.example/Questionnaire/pain\", \"item\": ["
      "    { \"linkId\": \"pain\", \"type\": \"boolean\", \"required\": true },"
      "    { \"linkId\": \"score\", \"type\": \"integer\", \"enableWhen\": ["
      "      { \"question\": \"pain\", \"operator\": \"=\", \"answerBoolean\": true }] }"
      "  ] }" },
};

#endif
