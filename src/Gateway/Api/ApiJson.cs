using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Relevo.Gateway.Api.Incidents;
using Relevo.Gateway.Api.Notices;
using Relevo.Gateway.Api.Operations;
using Relevo.Gateway.Api.Playbooks;
using Relevo.Gateway.Api.Views;
using Relevo.Resilience.Notifications.Contacts;

namespace Relevo.Gateway.Api;

/// <summary>How answers are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(DeadLetterView))]
[JsonSerializable(typeof(RetryAnswer))]
[JsonSerializable(typeof(DropAnswer))]
[JsonSerializable(typeof(SendAnswerView))]
[JsonSerializable(typeof(BulkAnswerView))]
[JsonSerializable(typeof(PoolView))]
[JsonSerializable(typeof(NumberActionView))]
[JsonSerializable(typeof(ReadMarkView))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(QueueMetricsView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(AuditView))]
[JsonSerializable(typeof(DegradationView))]
[JsonSerializable(typeof(BackupsView))]
[JsonSerializable(typeof(IncidentsView))]
[JsonSerializable(typeof(IncidentView))]
[JsonSerializable(typeof(IncidentActionView))]
[JsonSerializable(typeof(ContactsView))]
[JsonSerializable(typeof(NoticesView))]
[JsonSerializable(typeof(NotifyAnswer))]
[JsonSerializable(typeof(PlaybooksView))]
[JsonSerializable(typeof(PlaybookRunView))]
[JsonSerializable(typeof(EmergencyAnswer))]
[JsonSerializable(typeof(ScaleView))]
[JsonSerializable(typeof(RestartsView))]
[JsonSerializable(typeof(LevelsView))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Writes times to the millisecond, in UTC; a plus sign and a letter with an accent as they are: answers are never put into a page.</summary>
    public static ApiJson Plain { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new TimeConverter() } });
}
