"""The parts of v2_to_fhir_maps.py."""
