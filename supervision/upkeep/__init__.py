"""Whether the installation itself is well: signs of life, parts that it needs, gauges for who watches it.

condition.py      the parts, each with what is wrong and what to do
regions.py        what keeps single regions, receivers and files from their work
signs_of_life.py  beat and the workers show that they live
gauges.py         figures for Prometheus
"""
