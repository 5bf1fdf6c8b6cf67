using System.Text.Json;
using System.Text.Json.Serialization;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>Notices as they stand in the store. Every field is written, also an empty one: a record without one is none of ours.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(NoticeReport))]
internal sealed partial class NoticeJson : JsonSerializerContext;
