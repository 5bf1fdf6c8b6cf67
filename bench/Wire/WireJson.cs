using System.Text.Json;
using System.Text.Json.Serialization;
using Relevo.Wire.Load;
using Relevo.Wire.Processes;
using Relevo.Wire.Reporting;
using Relevo.Wire.Roles;

namespace Relevo.Wire;

/// <summary>What this program reads and writes as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(AppStats))]
[JsonSerializable(typeof(QueueCounts))]
[JsonSerializable(typeof(WrkResult))]
[JsonSerializable(typeof(Report))]
internal sealed partial class WireJson : JsonSerializerContext;
