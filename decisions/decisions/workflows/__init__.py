"""What reaches across aggregates or apps, as plain functions: nearly every act begins by writing what time has
decided, and that may adopt.
"""
