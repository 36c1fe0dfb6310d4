"""What reaches across aggregates or apps, as plain functions: nearly every act begins by settling what time has
decided, and that may adopt.
"""
